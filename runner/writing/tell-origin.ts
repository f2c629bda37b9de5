import { defaultOf } from "./default-of.ts";
import { isSayableCode } from "./is-sayable.ts";
import type { ColumnMatter } from "./material.ts";
import { readCase } from "./read-case.ts";
import { say } from "./say.ts";
import { sayName } from "./say-name.ts";
import { tellFormula } from "./tell-formula.ts";

/** Relations that are named as where a column comes from, at most. */
const maxTables = 3;

/** What a column is made of, as its lineage says. */
export function tellOrigin({ name, output, profile, formula }: ColumnMatter): string[] {
  const told = formula === undefined ? undefined : tellFormula(formula, profile?.family);
  if (told !== undefined) return [told];
  if (output === undefined) return [];
  const sources = output.from.flatMap(({ node, column }) => {
    const [table, said] = [sayName(node), sayName(column)];
    if (table === undefined || said === undefined) return [];
    return [{ table, column: said, isSame: column.toLowerCase() === name.toLowerCase() }];
  });
  const [source] = sources;
  const tables = [...new Set(sources.map(({ table }) => table))];
  const from = tables.length === 0 ? undefined : say.upTo(tables, maxTables);
  const code = sayCode(output.expression);
  switch (output.kind) {
    case "passthrough":
      return source === undefined ? [] : [`Taken from ${source.table} as it is.`];
    case "renamed":
      return source === undefined ? [] : [`Renamed from ${source.column} of ${source.table}.`];
    case "cast": {
      if (source === undefined) return code === undefined ? [] : [`Computed as ${code}.`];
      const fallback = defaultOf(output.expression ?? "");
      const of = source.isSame ? source.table : `${source.column} of ${source.table}`;
      if (fallback !== undefined) {
        return [`From ${of}; null becomes \`${fallback}\`.`];
      }
      return [`From ${of}${code === undefined ? "" : `, as ${code}`}.`];
    }
    case "derived":
    case "aggregated":
      // What is computed in a named part of the statement tells more than the cast around it.
      return tellComputed(
        output.kind,
        output.expression ?? "",
        from,
        formula !== undefined && formula.depth > 0 ? sayCode(formula.code) : code,
      );
    case "union":
      return from === undefined ? [] : [`From ${from}, stacked.`];
    case "constant":
      return code === undefined ? [] : [`Set to ${code} by the SQL.`];
  }
}

function tellComputed(
  kind: "derived" | "aggregated",
  expression: string,
  from: string | undefined,
  code: string | undefined,
): string[] {
  const of = from === undefined ? "" : `, from ${from}`;
  if (readCase(expression) !== undefined) return [`Classified by a CASE of the SQL${of}.`];
  const how = kind === "derived" ? "Computed" : "Aggregated";
  if (code !== undefined) return [`${how} as ${code}${of}.`];
  return from === undefined ? [] : [`${how} from ${from}.`];
}

function sayCode(expression: string | undefined): string | undefined {
  return expression !== undefined && isSayableCode(expression) ? `\`${expression}\`` : undefined;
}
