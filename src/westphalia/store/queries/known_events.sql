-- What did machines code from reports of a day that is past by `until`? A data set, and the publisher of a report where
-- the line names it, are the publishers of an event. A line that stands in two files counts once.
select distinct on (row) *
from lake.data_events
where true
    and day <= $until                                     --? until
    and (lower(dataset) in (select lower(unnest($publishers))) or lower(publisher) in (select lower(unnest($publishers))))  --? publishers
order by row, import_id
