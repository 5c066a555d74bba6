-- Which files of which data sets are in the store, with how many ties, events and positions?
with
held as (
    select import_id, 'ties' as what from lake.data_ties
    union all
    select import_id, 'events' from lake.data_events
    union all
    select import_id, 'positions' from lake.positions
),
counted as (
    select import_id, what, count(*) as rows
    from held
    group by all
)
select
    id,
    dataset,
    title,
    version,
    what,
    rows,
    lines,
    skipped,
    covers_from,
    covers_to,
    file
from lake.imports
left join counted on counted.import_id = imports.id
order by title, file
