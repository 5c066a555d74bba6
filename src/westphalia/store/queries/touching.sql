-- At the ends of which statements does an actor stand? Of two actors, one at each end.
select id, document_id
from (
    select id, document_id, unnest(source) as mention_id, true as acting, false as acted_upon
    from {stated}
    union all
    select id, document_id, unnest(target), false, true
    from {stated}
) as ends
join (
    select
        document_id,
        mention_id,
        ($actor in codes or actor_id = $actor) as first,
        ($other in codes or actor_id = $other) as second  --? other
    from {identified}
    where verdict <> 'open'
        and (
            $actor in codes or actor_id = $actor
            or $other in codes or actor_id = $other  --? other
        )
) as named using (document_id, mention_id)
group by id, document_id
having bool_or(first and acting) and bool_or(second and acted_upon)  --? other
    or bool_or(second and acting) and bool_or(first and acted_upon)  --? other
