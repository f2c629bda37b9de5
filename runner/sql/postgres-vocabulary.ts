const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Kinds of nodes in Postgres's parse tree that only read. What is not here is refused. */
export const postgresNodes = words(`
  A_ArrayExpr A_Const A_Expr A_Indices A_Indirection A_Star BoolExpr BooleanTest CaseExpr CaseWhen
  CoalesceExpr CollateClause ColumnDef ColumnRef CommonTableExpr FuncCall GroupingFunc GroupingSet
  Integer JoinExpr JsonArrayAgg JsonArrayConstructor JsonArrayQueryConstructor JsonFuncExpr
  JsonIsPredicate JsonKeyValue JsonObjectAgg JsonObjectConstructor JsonParseExpr JsonScalarExpr
  JsonSerializeExpr JsonTable JsonTableColumn JsonTablePathSpec JsonValueExpr List MinMaxExpr
  NamedArgExpr NullTest ParamRef RangeFunction RangeSubselect RangeTableSample RangeVar ResTarget RowExpr
  SQLValueFunction SelectStmt SortBy String SubLink TypeCast TypeName WindowDef
`);

/** All members of those nodes. Left out on purpose: INTO, FOR UPDATE, ORDER BY … USING, %TYPE. */
export const postgresMembers = words(`
  absent_on_null agg_distinct agg_filter agg_order agg_star agg_within_group alias aliascolnames
  aliasname all arg argnumber args argtype array_bounds arrayBounds behavior boolop booltesttype
  btype catalogname clause coerce coldeflist collClause collname colname colnames coltype columns
  constructor content context_item ctematerialized ctename ctequery ctes cycle_clause
  cycle_col_list cycle_mark_column cycle_mark_default cycle_mark_value cycle_path_column defresult
  distinctClause elements encoding endOffset expr exprs fields for_ordinality format format_type
  frameOptions fromClause func func_variadic funcformat funcname functions groupClause groupDistinct
  havingClause indirection inh is_local is_not_null is_rowsfrom is_slice isNatural item_type items
  join_using_alias jointype key kind larg lateral lexpr lidx limitCount limitOffset limitOption
  list_end list_start location method name name_location names node nulltesttype number on_empty on_error
  op operName ordering orderClause ordinality output over partitionClause passing pathspec plan
  pct_type quals query quotes raw_expr rarg recursive refname relation relname relpersistence
  repeatable result returning rexpr rexpr_list_end rexpr_list_start row_format schemaname
  search_breadth_first search_clause search_col_list search_seq_column setof sortby_dir
  sortby_nulls sortClause startOffset string subLinkType subquery subselect sval targetList
  testexpr typeName typemod typeOid typmod typmods uidx unique usingClause val value valuesLists
  whereClause windowClause withClause wrapper
`);

/** Built-in types. Left out: reg… types (they look up names), and whatever a database adds. */
export const postgresTypes = words(`
  bit bool bpchar bytea char cidr circle date daterange datemultirange float4 float8 inet int2 int4
  int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg
  macaddr macaddr8 money name numeric nummultirange numrange oid path point polygon text time
  timestamp timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector unknown
  uuid varbit varchar xid
`);

/**
 * Operators of Postgres itself and of extensions that only compare (pg_trgm, hstore, ltree, pgvector, PostGIS).
 * Whether one of these names means what it says is for the catalogue to tell.
 */
export const postgresOperators = words(`
  + - * / % ^ |/ ||/ ! !! @ & | # ~ << >> < <= <> != = >= > ~~ !~~ ~~* !~~* ~* !~ !~* ^@ || && &< &> &<|
  |&> <<| |>> -|- <@ @> @@ @@@ @? -> ->> #> #>> #- ? ?| ?& ?- ?|| ?-| ## <-> ~= ~>=~ ~<=~ ~>~ ~<~
  >>= <<= <^ >^ @-@ |<| *= *<> *< *<= *> *>=
  <% %> <<% %>> <<-> <->> <<<-> <->>> <=> <#> <+> <~> <%> ^? ^< @~ %% %#
`);

/** Tables about tables in pg_catalog: names, row estimates, times of maintenance. */
export const postgresCatalogTables = words("pg_class pg_namespace pg_stat_user_tables");

/** What SHOW may show: nothing that names paths, addresses or other people's settings. */
export const postgresSettings = words(`
  client_encoding datestyle default_transaction_read_only server_version server_version_num
  statement_timeout timezone transaction_read_only
`);
