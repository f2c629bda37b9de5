import { onlyOne } from "./evaluated-parts.ts";
import { anything, isValueList, type Possible, unclear, type Value } from "./values.ts";

/** Names whose calls read nothing and answer what only dbt knows. */
const silent = new Set([
  "is_incremental",
  "env_var",
  "log",
  "print",
  "run_query",
  "statement",
  "load_result",
  "caller",
  "doc",
  "metric",
  "should_full_refresh",
  "set_sql_header",
  "fromjson",
  "tojson",
  "fromyaml",
  "toyaml",
  "store_result",
  "store_raw_result",
  "write",
  "diff_of_two_dicts",
]);
const silentRoots = new Set([
  "adapter",
  "api",
  "modules",
  "exceptions",
  "loop",
  "this",
  "model",
  "graph",
  "run_started_at",
  "invocation_id",
  "selected_resources",
  "flags",
  "dbt_version",
  "config",
  "var",
  "context",
]);

const noList: Possible = [[]];

/** Longest `range` that is written out. */
const maxRange = 1_000;

/** What a function of dbt or Jinja answers; undefined: `name` is none of those. */
export function callBuiltIn(
  name: string,
  given: readonly Possible[],
  byName: ReadonlyMap<string, Possible>,
): Possible | undefined {
  switch (name) {
    case "namespace":
    case "dict":
      return [Object.fromEntries([...byName].map(([key, value]) => [key, onlyOne(value)]))];
    case "range":
      return [range(given.map(onlyOne))];
    case "zip":
      return [zip(given.map(onlyOne))];
    case "set":
    case "set_strict":
    case "list":
    case "tuple":
      return [onlyOne(given[0] ?? noList) ?? []];
    case "env_var":
      // Another machine may say otherwise, but the fallback is what people count on.
      return given[1] ?? anything;
  }
  const root = name.includes(".") ? name.slice(0, name.indexOf(".")) : undefined;
  const isSilent = silent.has(name) || (root !== undefined && silentRoots.has(root));
  return isSilent ? anything : undefined;
}

function range(args: readonly Value[]): Value {
  const numbers = args.filter((arg) => typeof arg === "number");
  if (numbers.length !== args.length) return unclear;
  const [start = 0, end = start, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  const length = Math.ceil((end - start) / step);
  if (!(length >= 0 && length <= maxRange)) return unclear;
  return Array.from({ length }, (_, index) => start + index * step);
}

function zip(args: readonly Value[]): Value {
  const lists = args.filter((arg) => isValueList(arg));
  const [first] = lists;
  if (first === undefined || lists.length !== args.length) return unclear;
  return first.map((_, index) => lists.map((list) => list[index] ?? unclear));
}
