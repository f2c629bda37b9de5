select
    products.product_id,
    products.product_name,
    products.product_number,
    products.color,
    products.list_price,
    products.standard_cost,
    products.list_price - products.standard_cost as margin,
    subcategories.subcategory_name,
    categories.category_name
from {{ ref('stg_products') }} as products
left join {{ ref('stg_product_subcategories') }} as subcategories
    on products.product_subcategory_id = subcategories.product_subcategory_id
left join {{ ref('stg_product_categories') }} as categories
    on subcategories.product_category_id = categories.product_category_id
