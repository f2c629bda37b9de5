select
    order_item_id,
    order_id,
    product_id,
    quantity,
    cast(unit_price_cents / 100.0 as decimal(12, 2)) as unit_price,
    discount_percent
from {{ source('shop', 'order_items') }}
