-- One row per order. Orders of the web shop have no store.
select
    order_id,
    customer_id,
    store_id,
    channel,
    status,
    ordered_at,
    shipped_at,
    discount_code
from {{ source('shop', 'orders') }}
