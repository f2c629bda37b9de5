import { quoteName } from "./holes.ts";
import { isTagged, isUnknown, type JinjaValue, toJinjaValue, unknown } from "./jinja-value.ts";
import { type RenderContext, RenderRefused } from "./render-context.ts";
import type { ToText } from "./value-methods.ts";

export interface FunctionCall {
  /** `["dbt_utils", "star"]`. */
  path: readonly string[];
  args: readonly JinjaValue[];
  named: ReadonlyMap<string, JinjaValue>;
  package: string | undefined;
}

type Found = { kind: "value"; value: JinjaValue } | { kind: "return"; value: JinjaValue };
type Function_ = (call: FunctionCall, context: RenderContext, toText: ToText) => JinjaValue;

/** Longest `range` that is written out. */
const maxRange = 10_000;
/** Their answers are only for the log. */
const silent = new Set(["config", "log", "print", "set_sql_header", "docs", "doc"]);
/** Only dbt with its warehouse can answer them. */
const opaque =
  /^(?:run_query|statement|load_result|store_result|fromyaml|toyaml|metric|modules|api|graph|model|local_md5|context)$/;

const functions: Readonly<Record<string, Function_>> = {
  ref: toNode,
  source({ args }) {
    const [source, table] = args;
    const isWritten = typeof source === "string" && typeof table === "string";
    return isWritten && !isUnknownText(source + table)
      ? { kind: "relation", node: `${source}.${table}` }
      : unknown("a source that is computed");
  },
  is_incremental: () => false,
  should_full_refresh: () => true,
  var: ({ args, named }, { vars }) => {
    const name = String(args[0]);
    if (vars.has(name)) return vars.get(name);
    if (args.length > 1) return args[1];
    return named.has("default")
      ? named.get("default")
      : unknown(`var ${name} is not set in the project`);
  },
  env_var: ({ args }) => (args.length > 1 ? args[1] : unknown(`env_var ${String(args[0])}`)),
  namespace: ({ named }) => new Map(named),
  dict: ({ named }) => new Map(named),
  fromjson: ({ args }, _, toText) => fromJson(toText(args[0])),
  tojson: ({ args }) => toJson(args[0]),
  range: ({ args }) => range(args),
  list: ({ args }) => args[0] ?? [],
  set: ({ args }) => args[0] ?? [],
  zip: ({ args }) => zip(args),
  "config.get": ({ args, named }) => args[1] ?? named.get("default") ?? unknown("config.get"),
  "config.require": () => unknown("config.require"),
  "adapter.quote": ({ args }, context, toText) => quoteFor(context, toText(args[0])),
  "adapter.get_columns_in_relation": ({ args }, context) => columnsIn(args[0], context),
  "adapter.dispatch": dispatch,
  "dbt_utils.star": star,
  "dbt_utils.get_filtered_columns_in_relation": (call, context) => {
    const names = chosenColumns(call, context);
    return names ?? unknown("columns of a relation that are not known");
  },
  "dbt_utils.union_relations": unionRelations,
};

/** What a function of dbt answers; undefined: it is none that is known here. */
export function callFunction(
  call: FunctionCall,
  context: RenderContext,
  toText: ToText,
): Found | undefined {
  const path = call.path[0] === "builtins" ? call.path.slice(1) : call.path;
  const name = path.join(".");
  const [root = ""] = path;
  if (name === "return") return { kind: "return", value: call.args[0] };
  if (root === "exceptions") {
    if (/^exceptions\.(?:raise|missing)/.test(name)) {
      throw new RenderRefused(call.args.map(toText).join(" "));
    }
    return { kind: "value", value: "" };
  }
  if (silent.has(name)) return { kind: "value", value: "" };
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return { kind: "value", value: found(call, context, toText) };
  const isOpaque = opaque.test(root) || root === "adapter" || root === "config";
  return isOpaque ? { kind: "value", value: unknown(`${name}()`) } : undefined;
}

function toNode({ args, named }: FunctionCall): JinjaValue {
  const name = args[1] ?? args[0];
  if (typeof name !== "string" || isUnknownText(name)) return unknown("a ref that is computed");
  const version = named.get("v") ?? named.get("version");
  const isVersion = typeof version === "string" || typeof version === "number";
  return { kind: "relation", node: isVersion ? `${name}.v${version}` : name };
}

function dispatch(
  { args, named, package: from }: FunctionCall,
  context: RenderContext,
): JinjaValue {
  const [
    name = named.get("macro_name"),
    of = named.get("macro_namespace") ?? named.get("packages"),
  ] = args;
  if (typeof name !== "string") return unknown("a macro that is computed");
  const namespace = typeof of === "string" ? of : from;
  for (const prefix of [
    context.adapter,
    ...(context.adapter === "duckdb" ? ["postgres"] : []),
    "default",
  ]) {
    for (const place of [undefined, namespace]) {
      const macro = context.macro(`${prefix}__${name}`, { package: namespace, of: place });
      if (macro !== undefined && !(prefix === "postgres" && context.adapter === "duckdb")) {
        return { kind: "macro", ...macro };
      }
    }
  }
  return unknown(`the macro ${name}`);
}

function columnsIn(relation: JinjaValue, context: RenderContext): JinjaValue {
  const names =
    isTagged(relation) && relation.kind === "relation"
      ? context.columnsOf(relation.node)
      : undefined;
  if (names === undefined) return unknown("columns of a relation that are not known");
  return names.map((name) => {
    const parts: [string, JinjaValue][] = [
      ["name", name],
      ["column", name],
      ["quoted", quoteFor(context, name)],
      ["dtype", unknown("the type of a column")],
      ["data_type", unknown("the type of a column")],
    ];
    return new Map(parts);
  });
}

/** Columns of `from` without those of `except`. */
function chosenColumns(
  { args, named }: FunctionCall,
  context: RenderContext,
): string[] | undefined {
  const from = named.get("from") ?? args[0];
  const except = named.get("except") ?? (Array.isArray(args[1]) ? args[1] : []);
  if (!isTagged(from) || from.kind !== "relation" || !Array.isArray(except)) return undefined;
  if (except.some(isUnknown)) return undefined;
  const left = new Set(except.map((name) => String(name).toLowerCase()));
  return context.columnsOf(from.node)?.filter((name) => !left.has(name.toLowerCase()));
}

function star(call: FunctionCall, context: RenderContext): JinjaValue {
  const { args, named } = call;
  const alias = named.get("relation_alias") ?? (typeof args[1] === "string" ? args[1] : args[2]);
  const given = { ...call, args: typeof args[1] === "string" ? [args[0], args[2]] : args };
  const names = chosenColumns(given, context);
  if (names === undefined) return unknown("dbt_utils.star() of columns that are not known");
  const prefix = String(named.get("prefix") ?? "");
  const suffix = String(named.get("suffix") ?? "");
  const isPlain = prefix === "" && suffix === "";
  const before = typeof alias === "string" && alias !== "" ? `${alias}.` : "";
  return names
    .map((name) => {
      const column = `${before}${quoteFor(context, name)}`;
      return isPlain ? column : `${column} as ${quoteFor(context, prefix + name + suffix)}`;
    })
    .join(", ");
}

function unionRelations(
  { args, named }: FunctionCall,
  context: RenderContext,
  toText: ToText,
): JinjaValue {
  const relations = named.get("relations") ?? args[0];
  const include = nameSet(named.get("include"));
  const exclude = nameSet(named.get("exclude"));
  const isOdd = named.has("column_override") || named.has("where") || args.length > 1;
  if (!Array.isArray(relations) || isOdd || include === undefined || exclude === undefined) {
    return unknown("dbt_utils.union_relations()");
  }
  const columns = relations.map((relation) =>
    isTagged(relation) && relation.kind === "relation"
      ? context.columnsOf(relation.node)
      : undefined,
  );
  const known = columns.filter((list) => list !== undefined);
  if (known.length < columns.length || known.length === 0) {
    return unknown("dbt_utils.union_relations() of columns that are not known");
  }
  const isMeant = (name: string) => {
    const key = name.toLowerCase();
    return (include.size === 0 || include.has(key)) && !exclude.has(key);
  };
  const all = new Map(
    known
      .flat()
      .filter(isMeant)
      .map((name) => [name.toLowerCase(), name]),
  );
  const label = named.get("source_column_name") ?? "_dbt_source_relation";
  const selects = relations.map((relation, index) => {
    const own = new Set(known[index]?.map((name) => name.toLowerCase()));
    const list = [...all].map(([key, name]) => (own.has(key) ? `"${name}"` : `null as "${name}"`));
    const first = label === null || isUnknown(label) ? [] : [`'relation' as ${toText(label)}`];
    return `(select ${[...first, ...list].join(", ")} from ${toText(relation)})`;
  });
  return selects.join(" union all ");
}

function quoteFor({ adapter }: RenderContext, name: string): string {
  return quoteName(name, adapter);
}

/** In lower case; undefined where it is computed. */
function nameSet(list: JinjaValue): ReadonlySet<string> | undefined {
  if (list === undefined || list === null) return new Set();
  if (!Array.isArray(list) || list.some((name) => typeof name !== "string")) return undefined;
  return new Set(list.map((name) => String(name).toLowerCase()));
}

function range(args: readonly JinjaValue[]): JinjaValue {
  const numbers = args.filter((arg) => typeof arg === "number");
  if (numbers.length !== args.length) return unknown("a range that is computed");
  const [start = 0, end = start, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (!(length <= maxRange)) return unknown("a range that is too long");
  return Array.from({ length }, (_, index) => start + index * step);
}

function zip(args: readonly JinjaValue[]): JinjaValue {
  const lists = args.filter((arg) => Array.isArray(arg));
  const [first] = lists;
  if (first === undefined || lists.length !== args.length)
    return unknown("a zip of something computed");
  return first.map((_, index) => lists.map((list) => list[index]));
}

function fromJson(text: string): JinjaValue {
  if (isUnknownText(text)) return unknown("JSON that is computed");
  try {
    return toJinjaValue(JSON.parse(text));
  } catch {
    return unknown("JSON that cannot be read");
  }
}

function toJson(value: JinjaValue): JinjaValue {
  const plain = (one: JinjaValue): unknown => {
    if (Array.isArray(one)) return one.map(plain);
    if (one instanceof Map)
      return Object.fromEntries([...one].map(([key, of]) => [key, plain(of)]));
    return isTagged(one) ? "" : one;
  };
  return isTagged(value) ? unknown("JSON of something computed") : JSON.stringify(plain(value));
}

function isUnknownText(text: string): boolean {
  return text.includes("jinja__unknown_");
}
