-- What is in the document with this id?
select *
from {visible}
where id = $id
