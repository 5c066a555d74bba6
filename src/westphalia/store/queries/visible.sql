-- Which documents count as known? Those published by the day `until` (for certain: the last day on which they can
-- have been published, or the day they were fetched), by one of the `publishers`.
select *
from lake.documents
where true
    and least(published.end, fetched) <= $until         --? until
    and lower(publisher) in (select lower(unnest($publishers)))  --? publishers
