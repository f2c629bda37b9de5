select
    stateprovinceid as state_province_id,
    trim(stateprovincecode) as state_province_code,
    countryregioncode as country_region_code,
    name,
    territoryid as territory_id
from {{ source('adventureworks', 'stateprovince') }}
