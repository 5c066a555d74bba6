-- What does the sentence with this id say, and where does it stand?
select *
from lake.sentences
where id = $id
    and document_id in (select id from {visible})
