select
    countryregioncode as country_region_code,
    name
from {{ source('adventureworks', 'countryregion') }}
