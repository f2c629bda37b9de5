select
    products.product_id,
    products.sku,
    products.product_name,
    categories.category_name,
    categories.department,
    products.list_price,
    products.unit_cost,
    products.list_price - products.unit_cost as list_margin,
    products.weight_kg,
    products.is_discontinued
from {{ ref('stg_products') }} as products
left join {{ ref('product_categories') }} as categories
    on products.category_id = categories.category_id
