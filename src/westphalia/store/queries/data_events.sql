-- Which events do data sets hold that meet the question, by how many lines and reports?
select
    id,
    day,
    source,
    relation,
    mode,
    target,
    any_value(source_name) as source_name,
    any_value(target_name) as target_name,
    dataset,
    list(row order by row) as rows,
    sum(reports)::bigint as reports,
    count(distinct publisher) as publishers
from {known_events}
where true
    and id in (select unnest($ids))                       --? ids
    and dataset in (select unnest($dataset))              --? dataset
    and relation in (select unnest($relation))            --? relation
    and day >= $since                                     --? since
    and day <= $before                                    --? before
    and $actor in (source, target)                        --? actor
    and $other in (source, target) and source <> target   --? other
group by id, day, source, relation, mode, target, dataset
order by day, id
limit $limit                                              --? limit
