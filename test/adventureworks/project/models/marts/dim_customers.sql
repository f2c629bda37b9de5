with customers as (
    select * from {{ ref('stg_customers') }}
),

people as (
    select * from {{ ref('stg_people') }}
),

stores as (
    select * from {{ ref('stg_stores') }}
)

select
    customers.customer_id,
    customers.territory_id,
    people.first_name,
    people.last_name,
    stores.store_name,
    case when customers.person_id is null then 'store' else 'person' end as customer_kind
from customers
left join people on customers.person_id = people.person_id
left join stores on customers.store_id = stores.store_id
