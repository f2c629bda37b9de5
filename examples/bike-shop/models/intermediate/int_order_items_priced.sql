with items as (

    select * from {{ ref('stg_order_items') }}

),

products as (

    select * from {{ ref('stg_products') }}

)

select
    items.order_item_id,
    items.order_id,
    items.product_id,
    items.quantity,
    items.unit_price,
    items.discount_percent,
    cast(items.quantity * items.unit_price as decimal(12, 2)) as gross_amount,
    cast(
        items.quantity * items.unit_price * (100 - items.discount_percent) / 100.0 as decimal(12, 2)
    ) as net_amount,
    cast(items.quantity * products.unit_cost as decimal(12, 2)) as cost_amount
from items
left join products on items.product_id = products.product_id
