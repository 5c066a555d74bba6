-- What do these mentions say, who is each judged to be, by which method, how surely and why?
select
    mentions.id,
    mentions.sentence_id,
    mentions.span,
    mentions.text,
    mentions.kind,
    coalesce(list({
        'actor_id': judgements.actor_id,
        'actor': actors.name,
        'codes': judgements.codes,
        'verdict': judgements.verdict,
        'method': judgements.basis.method,
        'score': judgements.basis.score,
        'why': judgements.basis.why
    } order by judgements.basis.score desc, judgements.actor_id) filter (judgements.actor_id is not null), []) as judgements
from lake.mentions
left join lake.judgements
    on judgements.document_id = mentions.document_id and judgements.mention_id = mentions.id
left join lake.actors on actors.id = judgements.actor_id
where mentions.document_id in (select id from {visible})
    and mentions.id in (select unnest($ids))                      --? ids
    and mentions.sentence_id in (select unnest($sentence))        --? sentence
group by all
order by span, id
