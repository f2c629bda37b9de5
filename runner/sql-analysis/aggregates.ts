const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Kinds of the parser's tree that make one value of many rows. */
export const aggregateKinds = words(`
  aggregate_function any_value approx_count_distinct approx_distinct approx_percentile array_agg
  array_concat_agg array_unique_agg avg bitwise_and_agg bitwise_or_agg bitwise_xor_agg bool_xor_agg count
  count_if first group_concat json_array_agg json_object_agg last list_agg logical_and logical_or max
  median min mode percentile percentile_cont percentile_disc skewness stddev stddev_pop stddev_samp
  string_agg sum sum_if var_pop var_samp variance within_group
`);

/** Functions that do so and that the parser has no kind of its own for. */
export const aggregateFunctions = words(`
  any_value approx_count_distinct approx_percentile approx_quantile approx_top_k arg_max arg_min
  array_agg array_union_agg arraymax bit_and bit_or bit_xor bitand_agg bitor_agg bitxor_agg bool_and
  bool_or booland_agg boolor_agg boolxor_agg corr count count_distinct count_if countif covar_pop
  covar_samp every favg first fsum geomean group_concat hash_agg histogram hll json_agg json_group_array
  json_group_object json_object_agg jsonb_agg jsonb_object_agg kurtosis last list listagg mad max max_by
  maximum mean median min min_by mode object_agg percentile_cont percentile_disc product quantile
  quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope skewness
  stddev stddev_pop stddev_samp string_agg sum sum_if sumkahan var_pop var_samp variance variance_pop
  variance_samp xmlagg
`);

/** Kinds that give the same value in another form when everything but the first part is written out. */
export const formKinds = words(`
  cast try_cast safe_cast trim l_trim r_trim coalesce if_null nvl null_if to_date to_timestamp to_number
  date timestamp ts_or_ds_to_date ts_or_ds_to_timestamp collation annotated
`);

/** The same as functions. */
export const formFunctions = words(`
  trim ltrim rtrim btrim coalesce ifnull nvl nullif zeroifnull to_date to_timestamp to_timestamp_ntz
  to_timestamp_ltz to_timestamp_tz to_time to_number to_numeric to_decimal to_double to_varchar to_char
  to_boolean to_text try_to_date try_to_timestamp try_to_timestamp_ntz try_to_number try_to_numeric
  try_to_decimal try_to_double try_to_boolean try_to_time date timestamp datetime strptime try_strptime
  nullifzero
`);
