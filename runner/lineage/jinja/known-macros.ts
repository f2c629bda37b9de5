import { type MacroText, readTextTemplate } from "./text-template.ts";

/**
 * Macros that dbt and its best known packages bring along, as far as it matters what columns are made of: in
 * our own words, for projects whose packages are not installed.
 */
const text = `
{% macro generate_surrogate_key(field_list) %}md5({{ field_list | join(" || '-' || ") }}){% endmacro %}
{% macro surrogate_key(field_list) %}md5({{ (field_list if field_list is not string else [field_list] + varargs) | join(" || '-' || ") }}){% endmacro %}
{% macro safe_divide(numerator, denominator) %}({{ numerator }}) / nullif(({{ denominator }}), 0){% endmacro %}
{% macro safe_add(field_list) %}{% for f in field_list %}coalesce({{ f }}, 0){% if not loop.last %} + {% endif %}{% endfor %}{% endmacro %}
{% macro safe_subtract(field_list) %}{% for f in field_list %}coalesce({{ f }}, 0){% if not loop.last %} - {% endif %}{% endfor %}{% endmacro %}
{% macro group_by(n) %}group by {% for i in range(1, n + 1) %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}{% endmacro %}
{% macro deduplicate(relation, partition_by, order_by) %}select * from {{ relation }} qualify row_number() over (partition by {{ partition_by }} order by {{ order_by }}) = 1{% endmacro %}
{% macro date_spine(datepart, start_date, end_date) %}select dateadd({{ datepart }}, 1, {{ start_date }}) as date_{{ datepart }}{% endmacro %}
{% macro get_url_parameter(field, url_parameter) %}nullif(split_part(split_part({{ field }}, '{{ url_parameter }}=', 2), '&', 1), ''){% endmacro %}
{% macro get_url_host(field) %}split_part({{ field }}, '/', 1){% endmacro %}
{% macro get_url_path(field) %}split_part({{ field }}, '/', 2){% endmacro %}
{% macro pivot(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=true, distinct=false) %}{% for v in values %}{{ agg }}(case when {{ column }} {{ cmp }} '{{ v }}' then {{ then_value }} else {{ else_value }} end){% if alias %} as "{{ prefix }}{{ v }}{{ suffix }}"{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}{% endmacro %}
{% macro date_trunc(datepart, date) %}date_trunc('{{ datepart }}', {{ date }}){% endmacro %}
{% macro dateadd(datepart, interval, from_date_or_timestamp) %}dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }}){% endmacro %}
{% macro datediff(first_date, second_date, datepart) %}datediff({{ datepart }}, {{ first_date }}, {{ second_date }}){% endmacro %}
{% macro last_day(date, datepart) %}last_day({{ date }}){% endmacro %}
{% macro date(year, month, day) %}make_date({{ year }}, {{ month }}, {{ day }}){% endmacro %}
{% macro split_part(string_text, delimiter_text, part_number) %}split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }}){% endmacro %}
{% macro safe_cast(field, type) %}try_cast({{ field }} as {{ type }}){% endmacro %}
{% macro cast(field, type) %}cast({{ field }} as {{ type }}){% endmacro %}
{% macro concat(fields) %}{{ fields | join(' || ') }}{% endmacro %}
{% macro hash(field) %}md5({{ field }}){% endmacro %}
{% macro string_literal(value) %}'{{ value }}'{% endmacro %}
{% macro escape_single_quotes(expression) %}{{ expression | replace("'", "''") }}{% endmacro %}
{% macro length(expression) %}length({{ expression }}){% endmacro %}
{% macro position(substring_text, string_text) %}position({{ substring_text }} in {{ string_text }}){% endmacro %}
{% macro replace(field, old_chars, new_chars) %}replace({{ field }}, {{ old_chars }}, {{ new_chars }}){% endmacro %}
{% macro right(string_text, length_expression) %}right({{ string_text }}, {{ length_expression }}){% endmacro %}
{% macro any_value(expression) %}any_value({{ expression }}){% endmacro %}
{% macro bool_or(expression) %}bool_or({{ expression }}){% endmacro %}
{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) %}string_agg({{ measure }}, {{ delimiter_text }}){% endmacro %}
{% macro cast_bool_to_text(field) %}cast({{ field }} as varchar){% endmacro %}
{% macro array_construct(inputs=[], data_type='integer') %}array_construct({{ inputs | join(', ') }}){% endmacro %}
{% macro array_append(array, new_element) %}array_append({{ array }}, {{ new_element }}){% endmacro %}
{% macro array_concat(array_1, array_2) %}array_cat({{ array_1 }}, {{ array_2 }}){% endmacro %}
{% macro current_timestamp() %}current_timestamp{% endmacro %}
{% macro current_timestamp_backcompat() %}current_timestamp{% endmacro %}
{% macro current_timestamp_in_utc_backcompat() %}current_timestamp{% endmacro %}
{% macro type_string() %}varchar{% endmacro %}
{% macro type_timestamp() %}timestamp{% endmacro %}
{% macro type_int() %}int{% endmacro %}
{% macro type_bigint() %}bigint{% endmacro %}
{% macro type_numeric() %}numeric(28, 6){% endmacro %}
{% macro type_float() %}float{% endmacro %}
{% macro type_boolean() %}boolean{% endmacro %}
{% macro except() %}except{% endmacro %}
{% macro intersect() %}intersect{% endmacro %}
{% macro json_extract(string, string_path) %}json_extract_path_text({{ string }}, '{{ string_path }}'){% endmacro %}
{% macro timestamp_diff(first_date, second_date, datepart) %}datediff({{ datepart }}, {{ first_date }}, {{ second_date }}){% endmacro %}
{% macro timestamp_add(datepart, interval, from_timestamp) %}dateadd({{ datepart }}, {{ interval }}, {{ from_timestamp }}){% endmacro %}
{% macro percentile(percentile_field, partition_field, percent) %}percentile_cont({{ percent }}) within group (order by {{ percentile_field }}) over (partition by {{ partition_field }}){% endmacro %}
{% macro string_agg(field_to_agg, delimiter) %}string_agg({{ field_to_agg }}, {{ delimiter }}){% endmacro %}
{% macro max_bool(boolean_field) %}bool_or({{ boolean_field }}){% endmacro %}
{% macro array_agg(field_to_agg) %}array_agg({{ field_to_agg }}){% endmacro %}
{% macro now() %}current_timestamp{% endmacro %}
{% macro today() %}current_date{% endmacro %}
`;

let known: ReadonlyMap<string, MacroText> | undefined;

/** Packages whose macros are meant; a name without one is dbt's own. */
const packages = new Set(["dbt", "dbt_utils", "dbt_date", "fivetran_utils", "cross_db_utils"]);

/** A macro of dbt or a known package; undefined: none of this name is known. */
export function knownMacro(name: string, of: string | undefined): MacroText | undefined {
  if (of !== undefined && !packages.has(of)) return undefined;
  known ??= readMacros();
  return known.get(name);
}

function readMacros(): ReadonlyMap<string, MacroText> {
  const parts = readTextTemplate(text);
  if ("problem" in parts) throw new Error(`known macros: ${parts.problem}`);
  return new Map(
    parts.flatMap((part) => (part.kind === "macro" ? [[part.macro.name, part.macro]] : [])),
  );
}
