-- In which events, ties and disagreements is a statement, and on which side?
select members.link_id as id, members.side
from lake.members
where members.statement_id = $id
order by members.link_id
