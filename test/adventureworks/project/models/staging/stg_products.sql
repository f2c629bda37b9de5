select
    productid as product_id,
    name as product_name,
    productnumber as product_number,
    productsubcategoryid as product_subcategory_id,
    color,
    class,
    standardcost as standard_cost,
    listprice as list_price,
    makeflag as is_made_here,
    sellstartdate as sell_start_at
from {{ source('adventureworks', 'product') }}
