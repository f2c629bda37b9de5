select
    businessentityid as person_id,
    persontype as person_type,
    title,
    firstname as first_name,
    middlename as middle_name,
    lastname as last_name,
    emailpromotion as email_promotion
from {{ source('adventureworks', 'person') }}
