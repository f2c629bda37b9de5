import { expect, test } from "vitest";
import { duckDbFunctions } from "#runner/sql/duckdb-functions.ts";
import { openGates } from "./gates.ts";

const gates = await openGates();

const words = (text: string) => text.trim().split(/\s+/);

/** Functions of the engine that were read and left out; the reasons stand beside the list of the others. */
const leftOut = new Set(
  words(`
  alias can_cast_implicitly cast_to_type col_description combine constant_or_null create_sort_key
  current_connection_id current_query current_query_id current_schemas current_setting
  current_transaction_id currval error finalize format_pg_type get_block_size get_type getvariable
  icu_sort_key in_search_path is_histogram_other_bin json_deserialize_sql json_serialize_plan
  json_serialize_sql make_type map_to_pg_oid nextval obj_description parse_duckdb_log_message
  remap_struct replace_type setseed shobj_description sleep_ms stats timetz_byte_comparable
  txid_current variant_bytes_to_variant variant_normalize variant_to_parquet_variant vector_type
  write_log`),
);
const leftOutKinds = /^(__internal_|has_|icu_collate_|inet_|pg_(?!size_pretty|typeof)|st_)/;

async function engineFunctions(): Promise<string[]> {
  const reader = await gates.parser.runAndReadAll(`
    select distinct lower(function_name) from duckdb_functions()
    where function_type in ('scalar', 'aggregate', 'macro')`);
  return reader.getRows().map(([name]) => String(name));
}

test("every function of DuckDB was looked at: it is allowed, or left out on purpose", async () => {
  const names = await engineFunctions();

  const unknown = names.filter(
    (name) => !duckDbFunctions.has(name) && !leftOut.has(name) && !leftOutKinds.test(name),
  );

  expect(unknown).toEqual([]);
});

test("no function is both allowed and left out, and every allowed one exists", async () => {
  const names = new Set([...(await engineFunctions()), "unnest"]);

  const both = [...duckDbFunctions].filter((name) => leftOut.has(name) || leftOutKinds.test(name));
  const missing = [...duckDbFunctions].filter((name) => !names.has(name));

  expect({ both, missing }).toEqual({ both: [], missing: [] });
});
