import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** A process of its own that asks a DuckDB file and says what came of it: `node ask-once.ts FILE`. */
const warehouse = await openDuckDb({ path: process.argv[2] ?? "", log: silentLog });
const limits = { maxRows: 1, maxBytes: 1_000, timeoutMs: 10_000, tag: "test" };
const said = await warehouse.query("select 1", limits).then(
  ({ kind }) => kind,
  (cause: unknown) => String(cause),
);
await warehouse.close();
process.stdout.write(said);
