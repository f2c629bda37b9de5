with customers as (

    select * from {{ ref('stg_customers') }}

),

orders as (

    select
        customer_id,
        count(*) as orders,
        min(order_date) as first_order_on,
        max(order_date) as last_order_on,
        sum(net_amount) as lifetime_value
    from {{ ref('fct_orders') }}
    where status <> 'cancelled'
    group by customer_id

)

select
    customers.customer_id,
    customers.first_name || ' ' || customers.last_name as full_name,
    customers.email,
    customers.city,
    customers.is_newsletter_subscriber,
    customers.signed_up_on,
    coalesce(orders.orders, 0) as orders,
    orders.first_order_on,
    orders.last_order_on,
    coalesce(orders.lifetime_value, 0) as lifetime_value,
    case
        when orders.orders is null then 'prospect'
        when orders.orders = 1 then 'once'
        when orders.orders < 5 then 'regular'
        else 'loyal'
    end as segment
from customers
left join orders on customers.customer_id = orders.customer_id
