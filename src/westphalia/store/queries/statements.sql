-- Which statements are there, with the states at their ends, who is answerable, and the sentence they stand in?
with
visible as materialized (
    select id, name, title, publisher, published, url
    from {visible}
    where true
        and lower(publisher) in (select lower(unnest($publisher)))    --? publisher
        and (id in (select unnest($document)) or name in (select unnest($document)))  --? document
),
chosen as materialized (
    select
        statements.*,
        sentences.text as sentence,
        sentences.span as sentence_span,
        sentences.segment,
        visible.name as document,
        visible.title,
        visible.publisher,
        visible.published,
        visible.url
    from {stated} as statements
    join visible on visible.id = statements.document_id
    join lake.sentences
        on sentences.document_id = statements.document_id and sentences.id = statements.sentence_id
    where true
        and statements.id in (select unnest($ids))        --? ids
        and kind in (select unnest($kind))                --? kind
        and relation in (select unnest($relation))        --? relation
        and modality in (select unnest($modality))        --? modality
        and polarity in (select unnest($polarity))        --? polarity
        and "when" is not null                            --? dated
        and coalesce("when"."end", date 'infinity') >= $since       --? since
        and coalesce("when"."start", date '-infinity') <= $before   --? before
        and (statements.document_id, statements.id) in (select (document_id, id) from {touching} as touching)  --? actor
    order by
        visible.published."start" nulls last, visible.name, sentences.span."start", statements.trigger."start",
        statements.id
    limit $limit                                          --? limit
),
judged as materialized (
    select *
    from {judged}
),
ends as (
    select id, document_id, 'source' as role, unnest(source) as mention_id, generate_subscripts(source, 1) as place
    from chosen
    union all
    select id, document_id, 'target', unnest(target), generate_subscripts(target, 1)
    from chosen
    union all
    select id, document_id, 'via', unnest(via), generate_subscripts(via, 1)
    from chosen
    union all
    select id, document_id, 'speaker', unnest(attribution.speakers), generate_subscripts(attribution.speakers, 1)
    from chosen
),
resolved as (
    select
        ends.id,
        ends.document_id,
        list_sort(list_distinct(flatten(list(judged.codes) filter (role = 'source')))) as source,
        list_sort(list_distinct(flatten(list(judged.codes) filter (role = 'target')))) as target,
        list_sort(list_distinct(flatten(list(judged.codes) filter (role = 'via')))) as via,
        list_sort(list_distinct(flatten(list(judged.codes) filter (role = 'speaker')))) as attributed_to,
        list_sort(list_distinct(flatten(list(judged.actors) filter (role = 'source')))) as source_actors,
        list_sort(list_distinct(flatten(list(judged.actors) filter (role = 'target')))) as target_actors,
        string_agg(coalesce(mentions.text, named.name), ', ' order by place) filter (role = 'source') as source_text,
        string_agg(coalesce(mentions.text, named.name), ', ' order by place) filter (role = 'target') as target_text
    from ends
    left join judged using (document_id, mention_id)
    left join lake.mentions on mentions.document_id = ends.document_id and mentions.id = ends.mention_id
    left join (select id, name from lake.actors) as named on named.id = ends.mention_id
    group by ends.id, ends.document_id
)
select
    chosen.id,
    chosen.sentence_id,
    chosen.document_id,
    chosen.kind,
    chosen.relation,
    chosen.mode,
    chosen.contexts,
    coalesce(resolved.source, []::varchar[]) as source,
    coalesce(resolved.target, []::varchar[]) as target,
    coalesce(resolved.via, []::varchar[]) as via,
    coalesce(resolved.source_actors, []::varchar[]) as source_actors,
    coalesce(resolved.target_actors, []::varchar[]) as target_actors,
    coalesce(resolved.source_text, '') as source_text,
    coalesce(resolved.target_text, '') as target_text,
    chosen.polarity,
    chosen.modality,
    chosen.attribution.kind as attribution_kind,
    coalesce(resolved.attributed_to, []::varchar[]) as attributed_to,
    chosen.attribution.text as attribution_text,
    chosen.attribution.cue as attribution_cue,
    chosen."when"."start" as when_start,
    chosen."when"."end" as when_end,
    chosen."when".basis as when_basis,
    chosen.place,
    substring(
        chosen.sentence, chosen.trigger."start" - chosen.sentence_span."start" + 1,
        chosen.trigger."end" - chosen.trigger."start"
    ) as trigger,
    chosen.trigger."start" as trigger_start,
    chosen.trigger."end" as trigger_end,
    chosen.background,
    chosen.basis.method as method,
    chosen.basis.score as score,
    chosen.basis.why as why,
    chosen.ruling,
    chosen.ruling_ids,
    chosen.sentence,
    chosen.sentence_span."start" as sentence_start,
    chosen.sentence_span."end" as sentence_end,
    chosen.segment,
    chosen.document,
    chosen.title,
    chosen.publisher,
    chosen.published."start" as published_start,
    chosen.published."end" as published_end,
    chosen.url
from chosen
left join resolved on resolved.document_id = chosen.document_id and resolved.id = chosen.id
order by published_start nulls last, document, sentence_start, trigger_start, chosen.id
