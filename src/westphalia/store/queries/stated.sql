-- What do the statements say, as people's judgements leave them? Those that were rejected are not there.
select
    statements.* replace (
        coalesce(ruled.kind, statements.kind) as kind,
        coalesce(ruled.relation, statements.relation) as relation,
        nullif(coalesce(ruled.mode, statements.mode), '') as mode,
        coalesce(ruled.source, statements.source) as source,
        coalesce(ruled.target, statements.target) as target,
        coalesce(ruled.polarity, statements.polarity) as polarity,
        coalesce(ruled.modality, statements.modality) as modality,
        coalesce(ruled.attribution, statements.attribution) as attribution,
        case
            when ruled."when" is null then statements."when"
            when ruled."when"."start" is not null or ruled."when"."end" is not null then ruled."when"
        end as "when",
        nullif(coalesce(ruled.place, statements.place), '') as place
    ),
    case when ruled.edited then 'edited' when ruled.verdict is not null then 'accepted' end as ruling,
    coalesce(ruled.rulings, []::varchar[]) as ruling_ids
from lake.statements
left join {ruled} as ruled on ruled.statement_id = statements.id
where ruled.verdict is distinct from 'reject'
