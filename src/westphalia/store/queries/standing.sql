-- Which judgements of people stand, of those made by the day `judged`?
with
made as (
    select *
    from {rulings}
)
select *
from made
where action <> 'undo'
    and id not in (select unnest(about) from made where action = 'undo')
order by made, id
