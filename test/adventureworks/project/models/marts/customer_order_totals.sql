select
    orders.customer_id,
    customers.customer_kind,
    min(orders.ordered_at) as first_ordered_at,
    max(orders.ordered_at) as last_ordered_at,
    count(*) as order_count,
    sum(orders.total_due) as lifetime_value
from {{ ref('fct_orders') }} as orders
left join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
group by orders.customer_id, customers.customer_kind
