-- One row per order; canceled orders are left out.
with lines as (
    select
        order_id,
        count(*) as line_count,
        sum(quantity) as item_count
    from {{ ref('stg_order_lines') }}
    group by order_id
)

select
    orders.order_id,
    orders.customer_id,
    orders.credit_card_id,
    orders.ship_to_address_id,
    orders.ordered_at,
    orders.shipped_at,
    orders.is_online,
    orders.subtotal,
    orders.total_due,
    coalesce(lines.line_count, 0) as line_count,
    coalesce(lines.item_count, 0) as item_count
from {{ ref('stg_orders') }} as orders
left join lines on orders.order_id = lines.order_id
where orders.status = 5
