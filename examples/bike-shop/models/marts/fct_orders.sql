with orders as (

    select * from {{ ref('stg_orders') }}

),

items as (

    select
        order_id,
        count(*) as line_items,
        sum(quantity) as units,
        sum(gross_amount) as gross_amount,
        sum(net_amount) as net_amount
    from {{ ref('int_order_items_priced') }}
    group by order_id

),

payments as (

    select * from {{ ref('int_order_payments') }}

)

select
    orders.order_id,
    orders.customer_id,
    orders.store_id,
    orders.channel,
    orders.status,
    orders.discount_code,
    orders.ordered_at,
    orders.shipped_at,
    cast(orders.ordered_at as date) as order_date,
    cast(items.line_items as integer) as line_items,
    cast(items.units as integer) as units,
    cast(items.gross_amount as decimal(12, 2)) as gross_amount,
    cast(items.net_amount as decimal(12, 2)) as net_amount,
    coalesce(payments.paid_amount, 0) as paid_amount,
    coalesce(payments.refunded_amount, 0) as refunded_amount,
    -- Sales at the counter may have no customer: then nobody can tell.
    case
        when orders.customer_id is not null then row_number() over (
            partition by orders.customer_id order by orders.ordered_at, orders.order_id
        ) = 1
    end as is_first_order
from orders
left join items on orders.order_id = items.order_id
left join payments on orders.order_id = payments.order_id
