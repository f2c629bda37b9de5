import { catalogTables } from "./catalog-tables.ts";
import { duckDbCatalogFunctions, duckDbTableFunctions } from "./duckdb-functions.ts";
import { duckDbSystemNames } from "./duckdb-vocabulary.ts";
import type { Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTree, listIn, type Tree, textIn, textsIn } from "./tree.ts";

/** A table in FROM as DuckDB's tree names it. */
export function relationOf(node: Tree): NamedRelation {
  const [database, schema, name] = ["catalog_name", "schema_name", "table_name"].map((member) =>
    textIn(node, member),
  );
  return {
    ...(database ? { database } : {}),
    ...(schema ? { schema } : {}),
    name: name ?? "",
    alias: textIn(node, "alias") || (name ?? ""),
  };
}

/** Why a name cannot be a table that is read here, whoever asks. */
export function refuseRelation({ database, schema, name }: NamedRelation): string | undefined {
  const parts = [database, schema, name].filter((part) => part !== undefined);
  // DuckDB opens files and addresses that stand where a table's name should.
  const odd = parts.find((part) => /[^\p{L}\p{N}_$ -]/u.test(part));
  if (odd !== undefined) {
    return `\`${odd}\` is no table's name: files and addresses are not read, only tables of the warehouse`;
  }
  const isInformation = schema?.toLowerCase() === "information_schema";
  if (isInformation && catalogTables.has(name.toLowerCase())) return undefined;
  if (isInformation || parts.some((part) => duckDbSystemNames.test(part))) {
    return `\`${parts.join(".")}\` belongs to the engine: read information_schema.tables and information_schema.columns instead`;
  }
  return undefined;
}

/** A function in FROM. Those that list the catalogue count as a table of `information_schema`. */
export function readTableFunction(name: string, reading: Reading): void {
  if (duckDbTableFunctions.has(name)) return;
  if (duckDbCatalogFunctions.has(name)) {
    reading.relations.push({ schema: "information_schema", name, alias: name });
    return;
  }
  refuse(
    reading,
    "function",
    `table function \`${name}\` is not allowed: FROM may hold tables, ${[...duckDbTableFunctions].join(", ")}`,
  );
}

/** `histogram(t, c)` and `histogram_values(t, c)` take the name of a table as their first argument. */
export function readHistogram(call: Tree, reading: Reading): boolean {
  if (!/^histogram(_values)?$/i.test(textIn(call, "function_name"))) return false;
  const [table] = listIn(call, "children");
  const parts = isTree(table) && table.type === "COLUMN_REF" ? textsIn(table, "column_names") : [];
  const [name, schema, database] = parts.toReversed();
  if (name === undefined) return false;
  const relation = {
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    name,
    alias: name,
  };
  const reason = refuseRelation(relation);
  if (reason !== undefined) refuse(reading, "relation", reason);
  reading.relations.push(relation);
  reading.wholeRows.push({ from: [relation], except: [], how: "histogram" });
  return true;
}
