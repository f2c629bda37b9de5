select
    lines.order_line_id,
    lines.order_id,
    lines.product_id,
    orders.customer_id,
    orders.ordered_at,
    lines.quantity,
    lines.unit_price,
    lines.quantity * lines.unit_price * (1 - lines.unit_price_discount) as revenue
from {{ ref('stg_order_lines') }} as lines
inner join {{ ref('stg_orders') }} as orders on lines.order_id = orders.order_id
