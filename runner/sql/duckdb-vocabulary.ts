const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Values of `type` in DuckDB's parse tree that only read. What is not here is refused. */
export const duckDbNodes = words(`
  SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE
  BASE_TABLE EMPTY EXPRESSION_LIST JOIN PIVOT SHOW_REF SUBQUERY TABLE_FUNCTION
  DISTINCT_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER ORDER_MODIFIER
  ASCENDING DESCENDING ORDER_DEFAULT
  ARRAY_TYPE_INFO DECIMAL_TYPE_INFO ENUM_TYPE_INFO LIST_TYPE_INFO STRUCT_TYPE_INFO UNBOUND_TYPE_INFO
  ARRAY_CONSTRUCTOR ARRAY_EXTRACT ARRAY_SLICE CASE_EXPR COLLATE COLUMN_REF
  COMPARE_BETWEEN COMPARE_DISTINCT_FROM COMPARE_EQUAL COMPARE_GREATERTHAN
  COMPARE_GREATERTHANOREQUALTO COMPARE_IN COMPARE_LESSTHAN COMPARE_LESSTHANOREQUALTO
  COMPARE_NOTEQUAL COMPARE_NOT_BETWEEN COMPARE_NOT_DISTINCT_FROM COMPARE_NOT_IN
  CONJUNCTION_AND CONJUNCTION_OR FUNCTION GROUPING_FUNCTION LAMBDA OPERATOR_CAST
  OPERATOR_COALESCE OPERATOR_IS_NOT_NULL OPERATOR_IS_NULL OPERATOR_NOT OPERATOR_NULLIF
  OPERATOR_TRY OPERATOR_UNPACK POSITIONAL_REFERENCE STAR STRUCT_EXTRACT STRUCT_PACK SUBQUERY
  TYPE VALUE_CONSTANT VALUE_PARAMETER
  WINDOW_AGGREGATE WINDOW_CUME_DIST WINDOW_FILL WINDOW_FIRST_VALUE WINDOW_LAG WINDOW_LAST_VALUE
  WINDOW_LEAD WINDOW_NTH_VALUE WINDOW_NTILE WINDOW_PERCENT_RANK WINDOW_RANK WINDOW_RANK_DENSE
  WINDOW_ROW_NUMBER
`);

/** All members of those nodes. A newer engine that says something new is refused until it is read here. */
export const duckDbMembers = words(`
  aggregate_handling aggregates alias aliases arg_orders case_checks cast_type catalog catalog_name
  child child_type child_types children class collation column column_name_alias column_names columns
  comparison_type condition cte_map cte_name default_expr delim_flipped distinct distinct_on_targets
  duplicate_eliminated_columns else_expr end end_expr entries error exclude_clause exclude_list
  expected_names expected_types export_state expr expression extension_info filter filter_expr first
  from_table function function_name group_expressions group_sets groups having id ignore_nulls
  include_nulls index input is_null is_operator is_percentage join_type key key_targets left lhs limit
  lower map materialized method modifiers name identifier named_param_map node null_order offset offset_expr
  order_bys orders partitions pivot_expressions pivots qualified_exclude_list qualify query
  query_location ref_type relation_name rename_list replace_list right sample sample_size scale schema
  schema_name second seed select_list setop_all setop_type show_type size source star_expr start start_expr
  statements subquery subquery_type table table_name then_expr try_cast type type_info union_all
  unpivot_names upper user_type_modifiers using_columns value values when_expr where_clause width
  with_ordinality
`);

/** Views that DuckDB brings along under names of its own. */
export const duckDbSystemNames = /^(duckdb_|pragma_|sqlite_|pg_)/i;
