select
    credit_card_id,
    card_type,
    expiry_year
from {{ ref('stg_credit_cards') }}
