-- What stands between whom, from when to when, by how many reports and publishers, and how firmly?
-- Only visible statements count. Where some of a tie's statements are not visible, its dates are those
-- of the visible ones (the narrowest): nothing learnt later shows through.
with
told as (
    select
        link_id,
        list(statement_id order by place) as statements,
        count(distinct document_id) as reports,
        count(distinct coalesce(publisher, '')) as publishers,
        $firmness[min(list_position($firmness, modality))] as certainty,
        arg_min("when", coalesce("when"."end" - "when"."start", 1000000)) filter ("when" is not null) as "when"
    from {members}
    group by link_id
),
whole as (
    select link_id, count(*) as size
    from lake.members
    group by link_id
),
shown as (
    select
        ties.* exclude ("when"),
        if(len(told.statements) = whole.size, ties."when", told."when") as "when",
        told.* exclude (link_id, "when")
    from lake.ties
    join told on told.link_id = ties.id
    join whole on whole.link_id = ties.id
)
select
    id,
    relation,
    source,
    target,
    "when"."start" as when_start,
    "when"."end" as when_end,
    "when".basis as when_basis,
    polarity,
    certainty,
    statements,
    reports,
    publishers
from shown
where true
    and id in (select unnest($ids))                   --? ids
    and relation in (select unnest($relation))        --? relation
    and certainty in (select unnest($modality))       --? modality
    and polarity in (select unnest($polarity))        --? polarity
    and "when" is not null                            --? dated
    and coalesce("when"."end", date 'infinity') >= $since       --? since
    and coalesce("when"."start", date '-infinity') <= $before   --? before
    and ($actor in source or $actor in target)        --? actor
    and (($actor in source and $other in target) or ($other in source and $actor in target))  --? other
order by "when"."start" nulls last, "when"."end" nulls last, relation, id
limit $limit                                          --? limit
