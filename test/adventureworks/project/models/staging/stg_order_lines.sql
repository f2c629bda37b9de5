select
    salesorderdetailid as order_line_id,
    salesorderid as order_id,
    productid as product_id,
    orderqty as quantity,
    unitprice as unit_price,
    unitpricediscount as unit_price_discount
from {{ source('adventureworks', 'salesorderdetail') }}
