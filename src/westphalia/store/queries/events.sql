-- Which happenings are told of, by how many reports and publishers, and how firmly?
-- Only visible statements count. Where some of an event's statements are not visible, its date and place are those
-- of the visible ones (the narrowest date, the commonest place): nothing learnt later shows through.
with
told as (
    select
        link_id,
        list(statement_id order by place) as statements,
        count(distinct document_id) as reports,
        count(distinct coalesce(publisher, '')) as publishers,
        $firmness[min(list_position($firmness, modality))] as certainty,
        arg_min("when", coalesce("when"."end" - "when"."start", 1000000)) filter ("when" is not null) as "when",
        mode(where_said) as place
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
        events.* exclude ("when", place),
        if(len(told.statements) = whole.size, events."when", told."when") as "when",
        if(len(told.statements) = whole.size, events.place, told.place) as place,
        told.* exclude (link_id, "when", place)
    from lake.events
    join told on told.link_id = events.id
    join whole on whole.link_id = events.id
)
select
    id,
    relation,
    mode,
    source,
    target,
    "when"."start" as when_start,
    "when"."end" as when_end,
    "when".basis as when_basis,
    place,
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
