-- Which documents are known, by whom and from when, and how much was read in each?
with
read as (
    select document_id, count(*) as sentences
    from lake.sentences
    group by document_id
),
found as (
    select document_id, count(*) as statements
    from {stated}
    group by document_id
)
select
    id,
    name,
    title,
    publisher,
    author,
    published."start" as published_start,
    published."end" as published_end,
    published.basis as published_basis,
    fetched,
    url,
    language,
    length(text) as characters,
    coalesce(sentences, 0) as sentences,
    coalesce(statements, 0) as statements
from {visible} as visible
left join read on read.document_id = visible.id
left join found on found.document_id = visible.id
order by published_start nulls last, name
