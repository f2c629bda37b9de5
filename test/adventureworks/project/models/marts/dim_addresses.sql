select
    addresses.address_id,
    addresses.city,
    addresses.postal_code,
    states.name as state_name,
    countries.name as country_name
from {{ ref('stg_addresses') }} as addresses
left join {{ ref('stg_state_provinces') }} as states
    on addresses.state_province_id = states.state_province_id
left join {{ ref('stg_country_regions') }} as countries
    on states.country_region_code = countries.country_region_code
