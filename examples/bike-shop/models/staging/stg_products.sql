select
    product_id,
    sku,
    product_name,
    category_id,
    cast(list_price_cents / 100.0 as decimal(12, 2)) as list_price,
    cast(unit_cost_cents / 100.0 as decimal(12, 2)) as unit_cost,
    weight_kg,
    discontinued as is_discontinued
from {{ source('shop', 'products') }}
