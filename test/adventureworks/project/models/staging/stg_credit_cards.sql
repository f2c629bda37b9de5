select
    creditcardid as credit_card_id,
    cardtype as card_type,
    expmonth as expiry_month,
    expyear as expiry_year
from {{ source('adventureworks', 'creditcard') }}
