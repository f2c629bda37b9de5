with items as (

    select * from {{ ref('int_order_items_priced') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

)

select
    items.order_item_id,
    items.order_id,
    items.product_id,
    orders.customer_id,
    orders.ordered_at,
    items.quantity,
    items.unit_price,
    items.discount_percent,
    items.gross_amount,
    items.net_amount,
    items.net_amount - items.cost_amount as margin_amount
from items
inner join orders on items.order_id = orders.order_id
where orders.status <> 'cancelled'
