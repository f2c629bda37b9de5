{# Refunds are rows of their own, with a negative amount. #}
select
    payment_id,
    order_id,
    payment_method,
    cast(amount_cents / 100.0 as decimal(12, 2)) as amount,
    amount_cents < 0 as is_refund,
    paid_at
from {{ source('shop', 'payments') }}
