select
    salesreasonid as sales_reason_id,
    name as sales_reason,
    reasontype as reason_type
from {{ source('adventureworks', 'salesreason') }}
