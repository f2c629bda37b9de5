select
    salesorderid as order_id,
    customerid as customer_id,
    creditcardid as credit_card_id,
    shiptoaddressid as ship_to_address_id,
    billtoaddressid as bill_to_address_id,
    orderdate as ordered_at,
    duedate as due_at,
    shipdate as shipped_at,
    status,
    onlineorderflag as is_online,
    subtotal,
    taxamt as tax_amount,
    freight,
    totaldue as total_due
from {{ source('adventureworks', 'salesorderheader') }}
