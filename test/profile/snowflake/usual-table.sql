select
  count(*) as m1,
  count(*) - count("ORDER_ID") as m2,
  cast(count(*) - count("ORDER_ID") as double precision) / nullif(count(*), 0) as m3,
  min("ORDER_ID") as m4,
  max("ORDER_ID") as m5,
  count(*) - count("STATUS") as m6,
  cast(count(*) - count("STATUS") as double precision) / nullif(count(*), 0) as m7,
  min(length("STATUS")) as m8,
  max(length("STATUS")) as m9,
  cast(avg(length("STATUS")) as double precision) as m10,
  count_if("STATUS" like ' %' or "STATUS" like '% ') as m11,
  left(min("STATUS"), 101) as m12,
  left(max("STATUS"), 101) as m13,
  count(*) - count("SKU") as m14,
  cast(count(*) - count("SKU") as double precision) / nullif(count(*), 0) as m15,
  min(length("SKU")) as m16,
  max(length("SKU")) as m17,
  cast(avg(length("SKU")) as double precision) as m18,
  count_if("SKU" like ' %' or "SKU" like '% ') as m19,
  left(min("SKU"), 101) as m20,
  left(max("SKU"), 101) as m21,
  count(*) - count("AMOUNT") as m22,
  cast(count(*) - count("AMOUNT") as double precision) / nullif(count(*), 0) as m23,
  min("AMOUNT") as m24,
  max("AMOUNT") as m25,
  cast(avg("AMOUNT") as double precision) as m26,
  cast(stddev_samp(cast("AMOUNT" as double precision)) as double precision) as m27,
  count(*) - count("WEIGHT") as m28,
  cast(count(*) - count("WEIGHT") as double precision) / nullif(count(*), 0) as m29,
  cast(min("WEIGHT") as double precision) as m30,
  cast(max("WEIGHT") as double precision) as m31,
  cast(avg("WEIGHT") as double precision) as m32,
  cast(stddev_samp(cast("WEIGHT" as double precision)) as double precision) as m33,
  count(*) - count("PLACED_AT") as m34,
  cast(count(*) - count("PLACED_AT") as double precision) / nullif(count(*), 0) as m35,
  cast(min("PLACED_AT") as varchar) as m36,
  cast(max("PLACED_AT") as varchar) as m37,
  count(*) - count("LOADED_AT") as m38,
  cast(count(*) - count("LOADED_AT") as double precision) / nullif(count(*), 0) as m39,
  cast(convert_timezone('UTC', min("LOADED_AT"))::timestamp_ntz as varchar) as m40,
  cast(convert_timezone('UTC', max("LOADED_AT"))::timestamp_ntz as varchar) as m41,
  count(*) - count("IS_GIFT") as m42,
  cast(count(*) - count("IS_GIFT") as double precision) / nullif(count(*), 0) as m43,
  count_if("IS_GIFT") as m44,
  cast(count_if("IS_GIFT") as double precision) / nullif(count(*), 0) as m45,
  count(*) - count("PAYLOAD") as m46,
  cast(count(*) - count("PAYLOAD") as double precision) / nullif(count(*), 0) as m47
from "SHOP"."PUBLIC"."ORDERS";

select
  count_if("AMOUNT" = 0) as m1
from "SHOP"."PUBLIC"."ORDERS";

with g0 as (select "ORDER_ID" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "ORDER_ID" is not null group by 1),
g1 as (select "STATUS" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "STATUS" is not null group by 1),
g2 as (select "SKU" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "SKU" is not null group by 1),
g3 as (select "AMOUNT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "AMOUNT" is not null group by 1),
o3 as (select v, n, sum(cast(n as double precision)) over (order by v rows unbounded preceding) as cum, sum(cast(n as double precision)) over () as tot from g3),
g4 as (select "WEIGHT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "WEIGHT" is not null group by 1),
o4 as (select v, n, sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end as double precision)) over (order by v rows unbounded preceding) as cum, sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end as double precision)) over () as tot from g4),
g5 as (select "PLACED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "PLACED_AT" is not null group by 1),
g6 as (select "LOADED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "LOADED_AT" is not null group by 1),
g7 as (select "IS_GIFT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "IS_GIFT" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
(select 0, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g0) s order by s.h limit 128)
union all
select 1 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g1
union all
(select 1, 't', left(v, 61), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g1 order by n desc, v limit 20)
union all
(select 1, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g1) s order by s.h limit 128)
union all
select 2 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g2
union all
(select 2, 't', left(v, 61), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g2 order by n desc, v limit 20)
union all
(select 2, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g2) s order by s.h limit 128)
union all
select 3 as i, 'd' as k, concat_ws('|', cast(min(case when cum * 100 >= 5 * tot then v end) as varchar), cast(min(case when cum * 100 >= 25 * tot then v end) as varchar), cast(min(case when cum * 100 >= 50 * tot then v end) as varchar), cast(min(case when cum * 100 >= 75 * tot then v end) as varchar), cast(min(case when cum * 100 >= 95 * tot then v end) as varchar)) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from o3
union all
(select 3, 't', cast(v as varchar), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g3 order by n desc, v limit 20)
union all
select 4 as i, 'd' as k, concat_ws('|', cast(min(case when cum * 100 >= 5 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 25 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 50 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 75 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 95 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar)) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from o4
union all
(select 4, 't', cast(cast(v as double precision) as varchar), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g4 order by n desc, v limit 20)
union all
select 5 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g5
union all
select 6 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g6
union all
select 7 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g7;
