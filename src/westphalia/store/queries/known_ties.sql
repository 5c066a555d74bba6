-- What do data sets say stands between whom? As known by the day `until`: what came later, the end of a tie and the size
-- that it reached by then, does not show. A data set is the publisher of its ties.
select *
    replace (
        if("end" > $until, null, "end") as "end",         --? until
        if("end" > $until, null, size) as size,           --? until
        least(coverage_end, $until) as coverage_end,      --? until
        note as note
    )
from lake.data_ties
where true
    and "start" <= $until                                 --? until
    and lower(dataset) in (select lower(unnest($publishers)))  --? publishers
