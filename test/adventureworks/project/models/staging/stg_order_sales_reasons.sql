select
    salesorderid as order_id,
    salesreasonid as sales_reason_id
from {{ source('adventureworks', 'salesorderheadersalesreason') }}
