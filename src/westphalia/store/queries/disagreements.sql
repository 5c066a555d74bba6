-- Which statements cannot all hold? Of each disagreement the sides that visible statements still take; at least two.
with
sides as (
    select
        link_id,
        side as value,
        list(statement_id order by place) as statements,
        min(place) as place
    from {members}
    where side is not null
    group by link_id, side
),
open as (
    select link_id, list({'value': value, 'statements': statements} order by place) as sides
    from sides
    group by link_id
    having count(*) > 1
)
select id, about, field, strength, sides
from lake.disagreements
join open on open.link_id = disagreements.id
where true
    and id in (select unnest($ids))                   --? ids
    and field in (select unnest($field))              --? field
    and strength in (select unnest($strength))        --? strength
order by strength, field, about, id
limit $limit                                          --? limit
