-- Which sentences are in these documents?
select *
from lake.sentences
where document_id in (select id from {visible})
    and document_id in (select unnest($document))      --? document
order by document_id, span."start", id
