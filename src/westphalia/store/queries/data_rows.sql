-- What do the lines with these ids say, and in which file do they stand?
select
    data_rows.line,
    data_rows.cells,
    imports.columns,
    imports.dataset,
    imports.title,
    imports.version,
    imports.file,
    imports.covers_from,
    imports.covers_to
from lake.data_rows
join lake.imports on imports.id = data_rows.import_id
where data_rows.id in (select unnest($ids))
order by imports.file, data_rows.line
