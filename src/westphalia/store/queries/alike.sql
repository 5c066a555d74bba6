-- Which ids of these tables begin so?
select distinct id
from (
    select id from lake.documents
    union all select id from lake.sentences
    union all select id from lake.mentions
    union all select id from lake.statements
    union all select id from lake.events
    union all select id from lake.ties
    union all select id from lake.disagreements
    union all select id from lake.actors
    union all select id from lake.rulings
    union all select id from lake.data_events
    union all select id from lake.data_rows
)
where starts_with(id, $beginning)
order by id
limit 6
