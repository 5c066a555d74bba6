-- Which statements and data cannot all hold? Of each disagreement the sides that visible statements, or visible ties of
-- data sets, still take; at least two.
with
taken as (
    select link_id, side, statement_id as statement, null as row, place
    from {members}
    where side is not null
    union all
    select link_id, side, null, statement_id, place
    from lake.members
    where side is not null and statement_id in (select row from {known_ties})
),
sides as (
    select
        link_id,
        side as value,
        coalesce(list(statement order by place) filter (statement is not null), []) as statements,
        coalesce(list(row order by place) filter (row is not null), []) as rows,
        min(place) as place
    from taken
    group by link_id, side
),
open as (
    select link_id, list({'value': value, 'statements': statements, 'rows': rows} order by place) as sides
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
