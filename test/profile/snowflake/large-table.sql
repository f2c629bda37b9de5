select
  count("ORDER_ID") as m1,
  count(distinct "ORDER_ID") as m2,
  count("STATUS") as m3,
  count(distinct "STATUS") as m4,
  count("SKU") as m5,
  count(distinct "SKU") as m6,
  count("AMOUNT") as m7,
  count(distinct "AMOUNT") as m8,
  count("WEIGHT") as m9,
  count(distinct "WEIGHT") as m10,
  count("PLACED_AT") as m11,
  count(distinct "PLACED_AT") as m12,
  count("LOADED_AT") as m13,
  count(distinct "LOADED_AT") as m14,
  count("IS_GIFT") as m15,
  count(distinct "IS_GIFT") as m16
from "SHOP"."PUBLIC"."ORDERS" tablesample system (1) seed (1);

select
  count(*) as m1,
  count(*) - count("ORDER_ID") as m2,
  cast(count(*) - count("ORDER_ID") as double precision) / nullif(count(*), 0) as m3,
  min("ORDER_ID") as m4,
  max("ORDER_ID") as m5,
  count(*) - count("AMOUNT") as m6,
  cast(count(*) - count("AMOUNT") as double precision) / nullif(count(*), 0) as m7,
  min("AMOUNT") as m8,
  max("AMOUNT") as m9,
  cast(avg("AMOUNT") as double precision) as m10,
  cast(stddev_samp(cast("AMOUNT" as double precision)) as double precision) as m11,
  count(*) - count("PAYLOAD") as m12,
  cast(count(*) - count("PAYLOAD") as double precision) / nullif(count(*), 0) as m13
from "SHOP"."PUBLIC"."ORDERS";

select
  count_if("AMOUNT" = 0) as m1
from "SHOP"."PUBLIC"."ORDERS";

with g0 as (select "STATUS" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "STATUS" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
select 0, 'm:min_length', cast(min(length(v)) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max_length', cast(max(length(v)) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:mean_length', cast(cast(sum(length(v) * n) as double precision) / nullif(sum(n), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:untrimmed_count', cast(coalesce(sum(case when v like ' %' or v like '% ' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:min', cast(left(min(v), 101) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max', cast(left(max(v), 101) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:empty_count', cast(coalesce(sum(case when v = '' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
(select 0, 't', left(v, 61), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0 order by n desc, v limit 20)
union all
(select 0, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g0) s order by s.h limit 128);

with g0 as (select "SKU" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "SKU" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
select 0, 'm:min_length', cast(min(length(v)) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max_length', cast(max(length(v)) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:mean_length', cast(cast(sum(length(v) * n) as double precision) / nullif(sum(n), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:untrimmed_count', cast(coalesce(sum(case when v like ' %' or v like '% ' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:min', cast(left(min(v), 101) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max', cast(left(max(v), 101) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:empty_count', cast(coalesce(sum(case when v = '' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
(select 0, 't', left(v, 61), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0 order by n desc, v limit 20)
union all
(select 0, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g0) s order by s.h limit 128);

with g0 as (select "WEIGHT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "WEIGHT" is not null group by 1),
o0 as (select v, n, sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end as double precision)) over (order by v rows unbounded preceding) as cum, sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end as double precision)) over () as tot from g0)
select 0 as i, 'd' as k, concat_ws('|', cast(min(case when cum * 100 >= 5 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 25 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 50 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 75 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar), cast(min(case when cum * 100 >= 95 * tot and not (v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision))) then cast(v as double precision) end) as varchar)) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from o0
union all
select 0, 'm:min', cast(cast(min(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then null else v end) as double precision) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max', cast(cast(max(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then null else v end) as double precision) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:mean', cast(sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then null else v end as double precision) * n) / nullif(sum(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:stddev', cast(sqrt(sum(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end * power(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then null else v end as double precision) - (select sum(cast(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then null else v end as double precision) * n) / nullif(sum(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end), 0) from g0), 2)) / nullif(sum(case when v = cast('NaN' as double precision) or v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then 0 else n end) - 1, 0)) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:nan_count', cast(coalesce(sum(case when v = cast('NaN' as double precision) then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:infinite_count', cast(coalesce(sum(case when v in (cast('Infinity' as double precision), cast('-Infinity' as double precision)) then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:zero_count', cast(coalesce(sum(case when v = 0 then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:negative_count', cast(coalesce(sum(case when v < 0 then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
(select 0, 't', cast(cast(v as double precision) as varchar), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0 order by n desc, v limit 20);

with g0 as (select "PLACED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "PLACED_AT" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
select 0, 'm:min', cast(cast(min(v) as varchar) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max', cast(cast(max(v) as varchar) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:future_count', cast(coalesce(sum(case when v > timestamp '2025-01-02 03:04:05' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0;

with g0 as (select "LOADED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "LOADED_AT" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
select 0, 'm:min', cast(cast(convert_timezone('UTC', min(v))::timestamp_ntz as varchar) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:max', cast(cast(convert_timezone('UTC', max(v))::timestamp_ntz as varchar) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0
union all
select 0, 'm:future_count', cast(coalesce(sum(case when convert_timezone('UTC', v)::timestamp_ntz > timestamp '2025-01-02 03:04:05' then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0;

with g0 as (select "IS_GIFT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "IS_GIFT" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
select 0, 'm:true_count', cast(coalesce(sum(case when v then n else 0 end), 0) as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0;

select
  count(distinct "ORDER_ID") as m1
from "SHOP"."PUBLIC"."ORDERS";

with g0 as (select "ORDER_ID" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "ORDER_ID" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
(select 0, 'h', cast(h as varchar), cast(null as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from (select hash(cast(v as varchar)) as h from g0) s order by s.h limit 128);

select count(*) from "SHOP"."PUBLIC"."ORDERS" sample bernoulli (5) seed (42);

with g0 as (select "AMOUNT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" sample bernoulli (5) seed (42) where "AMOUNT" is not null group by 1)
select 0 as i, 'd' as k, cast(null as varchar) as v, cast(count(*) as bigint) as a, cast(max(n) as bigint) as b, cast(sum(case when n = 1 then 1 else 0 end) as bigint) as c, cast(coalesce(sum(n), 0) as bigint) as d from g0
union all
(select 0, 't', cast(v as varchar), cast(n as bigint), cast(null as bigint), cast(null as bigint), cast(null as bigint) from g0 order by n desc, v limit 20);

select
  approx_count_distinct("AMOUNT") as m1,
  approx_percentile("AMOUNT", 0.05) as m2,
  approx_percentile("AMOUNT", 0.25) as m3,
  approx_percentile("AMOUNT", 0.5) as m4,
  approx_percentile("AMOUNT", 0.75) as m5,
  approx_percentile("AMOUNT", 0.95) as m6
from "SHOP"."PUBLIC"."ORDERS";
