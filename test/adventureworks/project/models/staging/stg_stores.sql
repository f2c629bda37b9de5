select
    businessentityid as store_id,
    storename as store_name,
    salespersonid as sales_person_id
from {{ source('adventureworks', 'store') }}
