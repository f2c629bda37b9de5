with source as (

    select * from {{ source('shop', 'customers') }}

),

cleaned as (

    select
        customer_id,
        first_name,
        last_name,
        lower(email) as email,
        phone,
        city,
        birth_year,
        newsletter as is_newsletter_subscriber,
        signed_up_on
    from source

)

select * from cleaned
