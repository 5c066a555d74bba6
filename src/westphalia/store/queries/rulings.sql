-- What have people judged, taken back or not?
select *
from lake.rulings
where true
    and not $as_read                                 --? as_read
    and cast(left(made, 10) as date) <= $judged      --? judged
order by made, id
