-- What do people's judgements make of each statement? Of one field, or of accepting and rejecting, the latest counts.
select
    anchor.attached as statement_id,
    arg_max(action, made) filter (action in ('accept', 'reject')) as verdict,
    arg_max(edit.kind, made) as kind,
    arg_max(edit.relation, made) as relation,
    arg_max(edit.mode, made) as mode,
    arg_max(edit.source, made) as source,
    arg_max(edit.target, made) as target,
    arg_max(edit.polarity, made) as polarity,
    arg_max(edit.modality, made) as modality,
    arg_max(edit.attribution, made) as attribution,
    arg_max(edit."when", made) as "when",
    arg_max(edit.place, made) as place,
    bool_or(action = 'edit') as edited,
    list(id order by made) as rulings
from (select *, unnest(anchors) as anchor from {standing})
where action in ('accept', 'reject', 'edit')
    and anchor.attached is not null
group by anchor.attached
