-- Who is mentioned, and how often?
with
mentioned as (
    select actor_id, count(distinct (document_id, mention_id)) as mentions, count(distinct document_id) as documents
    from lake.judgements
    where verdict = 'same'
        and document_id in (select id from {visible})
    group by actor_id
)
select id, name, kind, country, sector, parent, valid."start" as valid_start, valid."end" as valid_end, mentions, documents
from lake.actors
join mentioned on mentioned.actor_id = actors.id
order by mentions desc, id
