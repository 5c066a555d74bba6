-- Who is the actor with this id?
select *
from lake.actors
where id = $id
