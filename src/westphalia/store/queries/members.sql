-- Which statements that are visible does each event, tie or disagreement rest on?
select
    members.*,
    statements.document_id,
    statements.modality,
    statements."when",
    statements.place as where_said,
    visible.publisher
from lake.members
join {stated} as statements on statements.id = members.statement_id
join {visible} as visible on visible.id = statements.document_id
