-- Who is each mention judged to be? The ends of an edited statement are named by the actor's id.
select document_id, mention_id, actor_id, codes, verdict
from lake.judgements
union all
select distinct anchors[1].document_id, named.id, named.id, named.codes, 'same'
from (select anchors, unnest(edit.actors) as named from {standing} where action = 'edit')
