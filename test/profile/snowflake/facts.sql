-- orders row_count
select count(*) from "SHOP"."PUBLIC"."ORDERS";

-- orders freshness_seconds PLACED_AT
select datediff('second', cast(max("PLACED_AT") as timestamp), timestamp '2025-01-02 03:04:05') from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID null_count
select count(*) - count("ORDER_ID") from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID min
select min("ORDER_ID") from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID max
select max("ORDER_ID") from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID distinct_count
select count(distinct "ORDER_ID") from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID is_unique
select count("ORDER_ID") = count(distinct "ORDER_ID") from "SHOP"."PUBLIC"."ORDERS";

-- orders.ORDER_ID max_frequency
select max(n) from (select "ORDER_ID" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "ORDER_ID" is not null group by "ORDER_ID") g;

-- orders.ORDER_ID singleton_count
select count(*) from (select "ORDER_ID" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "ORDER_ID" is not null group by "ORDER_ID") g where n = 1;

-- orders.STATUS null_count
select count(*) - count("STATUS") from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS min_length
select min(length("STATUS")) from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS max_length
select max(length("STATUS")) from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS empty_count
select count_if("STATUS" = '') from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS distinct_count
select count(distinct "STATUS") from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS is_unique
select count("STATUS") = count(distinct "STATUS") from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS max_frequency
select max(n) from (select "STATUS" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "STATUS" is not null group by "STATUS") g;

-- orders.STATUS singleton_count
select count(*) from (select "STATUS" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "STATUS" is not null group by "STATUS") g where n = 1;

-- orders.STATUS share open
select cast(count_if("STATUS" = 'open') as double precision) / nullif(count(*), 0) from "SHOP"."PUBLIC"."ORDERS";

-- orders.STATUS share paid
select cast(count_if("STATUS" = 'paid') as double precision) / nullif(count(*), 0) from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU null_count
select count(*) - count("SKU") from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU min_length
select min(length("SKU")) from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU max_length
select max(length("SKU")) from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU empty_count
select count_if("SKU" = '') from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU distinct_count
select count(distinct "SKU") from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU is_unique
select count("SKU") = count(distinct "SKU") from "SHOP"."PUBLIC"."ORDERS";

-- orders.SKU max_frequency
select max(n) from (select "SKU" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "SKU" is not null group by "SKU") g;

-- orders.SKU singleton_count
select count(*) from (select "SKU" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "SKU" is not null group by "SKU") g where n = 1;

-- orders.AMOUNT null_count
select count(*) - count("AMOUNT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT min
select min("AMOUNT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT max
select max("AMOUNT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT mean
select cast(avg("AMOUNT") as double precision) from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT zero_count
select count_if("AMOUNT" = 0) from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT distinct_count
select count(distinct "AMOUNT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT is_unique
select count("AMOUNT") = count(distinct "AMOUNT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.AMOUNT max_frequency
select max(n) from (select "AMOUNT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "AMOUNT" is not null group by "AMOUNT") g;

-- orders.AMOUNT singleton_count
select count(*) from (select "AMOUNT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "AMOUNT" is not null group by "AMOUNT") g where n = 1;

-- orders.WEIGHT null_count
select count(*) - count("WEIGHT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.WEIGHT distinct_count
select count(distinct "WEIGHT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.WEIGHT is_unique
select count("WEIGHT") = count(distinct "WEIGHT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.WEIGHT max_frequency
select max(n) from (select "WEIGHT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "WEIGHT" is not null group by "WEIGHT") g;

-- orders.WEIGHT singleton_count
select count(*) from (select "WEIGHT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "WEIGHT" is not null group by "WEIGHT") g where n = 1;

-- orders.PLACED_AT null_count
select count(*) - count("PLACED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.PLACED_AT max
select cast(max("PLACED_AT") as varchar) from "SHOP"."PUBLIC"."ORDERS";

-- orders.PLACED_AT distinct_count
select count(distinct "PLACED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.PLACED_AT is_unique
select count("PLACED_AT") = count(distinct "PLACED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.PLACED_AT max_frequency
select max(n) from (select "PLACED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "PLACED_AT" is not null group by "PLACED_AT") g;

-- orders.PLACED_AT singleton_count
select count(*) from (select "PLACED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "PLACED_AT" is not null group by "PLACED_AT") g where n = 1;

-- orders.LOADED_AT null_count
select count(*) - count("LOADED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.LOADED_AT distinct_count
select count(distinct "LOADED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.LOADED_AT is_unique
select count("LOADED_AT") = count(distinct "LOADED_AT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.LOADED_AT max_frequency
select max(n) from (select "LOADED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "LOADED_AT" is not null group by "LOADED_AT") g;

-- orders.LOADED_AT singleton_count
select count(*) from (select "LOADED_AT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "LOADED_AT" is not null group by "LOADED_AT") g where n = 1;

-- orders.IS_GIFT null_count
select count(*) - count("IS_GIFT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.IS_GIFT true_count
select count_if("IS_GIFT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.IS_GIFT distinct_count
select count(distinct "IS_GIFT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.IS_GIFT is_unique
select count("IS_GIFT") = count(distinct "IS_GIFT") from "SHOP"."PUBLIC"."ORDERS";

-- orders.IS_GIFT max_frequency
select max(n) from (select "IS_GIFT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "IS_GIFT" is not null group by "IS_GIFT") g;

-- orders.IS_GIFT singleton_count
select count(*) from (select "IS_GIFT" as v, count(*) as n from "SHOP"."PUBLIC"."ORDERS" where "IS_GIFT" is not null group by "IS_GIFT") g where n = 1;

-- orders.PAYLOAD null_count
select count(*) - count("PAYLOAD") from "SHOP"."PUBLIC"."ORDERS";
