-- Where did states stand in the sessions of the United Nations that were over by `until`?
select state, session, year, point, low, high, votes, row
from lake.positions
where true
    and make_date(year, 12, 31) <= $until                 --? until
    and 'un ideal points' in (select lower(unnest($publishers)))  --? publishers
    and row in (select unnest($ids))                      --? ids
order by year, state
