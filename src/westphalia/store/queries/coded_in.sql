-- Which events were coded in the lines with these ids?
select distinct id
from {known_events}
where row in (select unnest($rows))
