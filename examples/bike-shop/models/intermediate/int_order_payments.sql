select
    order_id,
    count(*) as payments,
    cast(sum(case when is_refund then 0 else amount end) as decimal(12, 2)) as paid_amount,
    cast(sum(case when is_refund then -amount else 0 end) as decimal(12, 2)) as refunded_amount,
    min(paid_at) as first_paid_at
from {{ ref('stg_payments') }}
group by order_id
