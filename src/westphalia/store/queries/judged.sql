-- Whom does each mention stand for? `codes`: all states; `actors`: all actors; nothing where the judgement is open.
select
    document_id,
    mention_id,
    flatten(list(codes)) as codes,
    list(actor_id) as actors
from {identified}
where verdict <> 'open'
group by document_id, mention_id
