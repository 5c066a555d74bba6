-- Which ties do data sets hold that meet the question?
select * exclude (import_id)
from {known_ties}
where true
    and kind in (select unnest($relation))                --? relation
    and dataset in (select unnest($dataset))              --? dataset
    and row in (select unnest($ids))                      --? ids
    and ("start" is not null or "end" is not null)        --? dated
    and coalesce("end", date 'infinity') >= $since        --? since
    and coalesce("start", date '-infinity') <= $before    --? before
    and $actor in (source, target)                        --? actor
    and $other in (source, target) and source <> target   --? other
order by "start" nulls last, kind, source, target, row
limit $limit                                              --? limit
