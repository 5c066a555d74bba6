-- What is the statement with this id, as it was read?
select *
from lake.statements
where id = $id
    and document_id in (select id from {visible})
