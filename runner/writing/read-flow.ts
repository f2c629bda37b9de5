import type { Place, Query, Select } from "./read-selects.ts";

/** What a model does with what it reads, in the order in which it does it. */
export interface Flow {
  /** What its rows come from, as nodes or relations by name. */
  starts: readonly string[];
  steps: readonly Step[];
}

export type Step =
  | { kind: "join"; how: string; what: string; on: string | undefined; inner: readonly Step[] }
  | { kind: "filter"; condition: string }
  | { kind: "first_of_each"; partition: string; order: string | undefined }
  | { kind: "aggregate"; by: string | undefined }
  | { kind: "distinct" }
  | { kind: "stack"; what: readonly string[]; together: string }
  | { kind: "limit"; rows: string };

/** Selects that are looked into, at most: a statement may name its parts thousands of times. */
const maxSelects = 200;

/** What the statement does; undefined where it cannot be said in a few steps. */
export function readFlow(query: Query): Flow | undefined {
  const budget = { left: maxSelects };
  return flowOf(query, budget);
}

function flowOf(query: Query, budget: { left: number }): Flow | undefined {
  if (--budget.left < 0) return undefined;
  const flows: Flow[] = [];
  for (const select of query.selects) {
    const flow = selectFlow(select, query, budget);
    if (flow === undefined) return undefined;
    flows.push(flow);
  }
  const [only] = flows;
  if (only === undefined) return undefined;
  if (query.together === undefined) return only;
  const what = unique(flows.flatMap(({ starts }) => starts));
  // What happens within each branch is the branch's business, unless it happens in all of them.
  const steps: Step[] = [{ kind: "stack", what, together: query.together }];
  return { starts: what, steps };
}

function selectFlow(select: Select, query: Query, budget: { left: number }): Flow | undefined {
  if (select.from === undefined) return { starts: [], steps: [] };
  const base = placeFlow(select.from, query, budget);
  if (base === undefined) return undefined;
  const steps: Step[] = [...base.steps];
  for (const { how, place, on } of select.joins) {
    const joined = placeFlow(place, query, budget);
    if (joined === undefined) return undefined;
    const [what] = joined.starts;
    if (what === undefined) return undefined;
    steps.push({ kind: "join", how, what, on, inner: joined.steps });
  }
  const first = firstOfEach(select, query);
  const condition = withoutIdle(first === undefined ? select.where : first.rest);
  if (condition !== undefined) steps.push({ kind: "filter", condition });
  if (select.groupBy !== undefined) steps.push({ kind: "aggregate", by: groupNames(select) });
  else if (select.items.some(({ text }) => isAggregate(text))) {
    steps.push({ kind: "aggregate", by: undefined });
  }
  if (select.having !== undefined) steps.push({ kind: "filter", condition: select.having });
  if (first !== undefined) {
    steps.push({ kind: "first_of_each", partition: first.partition, order: first.order });
  } else if (select.qualify !== undefined) {
    steps.push({ kind: "filter", condition: select.qualify });
  }
  if (select.isDistinct) steps.push({ kind: "distinct" });
  if (select.limit !== undefined) steps.push({ kind: "limit", rows: select.limit });
  return { starts: base.starts, steps };
}

function placeFlow(place: Place, query: Query, budget: { left: number }): Flow | undefined {
  if (place.kind === "query") return flowOf(place.query, budget);
  const named = query.named.get(place.name);
  return named === undefined ? { starts: [place.name], steps: [] } : flowOf(named, budget);
}

/** `1=1`, which templates begin their conditions with, keeps every row. */
export function withoutIdle(condition: string | undefined): string | undefined {
  const rest = condition?.replace(/^\(?\s*(?:1\s*=\s*1|true)\s*\)?(?:\s+and\s+|$)/i, "").trim();
  return rest === "" ? undefined : rest;
}

const rowNumber =
  /row_number\(\) over \( ?(?:partition by (?<partition>[^()]+?))?(?: ?order by (?<order>[^()]+?))? ?\)/i;

/** `row_number() over (…) = 1`, in QUALIFY or as a column that the WHERE asks for. */
function firstOfEach(
  select: Select,
  query: Query,
): { partition: string; order: string | undefined; rest: string | undefined } | undefined {
  const inQualify = /^(?<call>row_number\(\) over \(.*\)) = 1$/i.exec(select.qualify ?? "")?.groups
    ?.call;
  const window = rowNumber.exec(inQualify ?? "")?.groups;
  if (window?.partition !== undefined) {
    return { partition: window.partition, order: window.order, rest: select.where };
  }
  const asked = /^(?:\w+\.)?(?<name>\w+) = 1$/.exec(select.where ?? "")?.groups?.name;
  if (asked === undefined || select.from === undefined) return undefined;
  const { from } = select;
  const inner = from.kind === "query" ? from.query : query.named.get(from.name);
  const item = inner?.selects
    .flatMap(({ items }) => items)
    .find(({ name }) => name === asked.toLowerCase());
  const found = rowNumber.exec(item?.text ?? "")?.groups;
  if (found?.partition === undefined) return undefined;
  return { partition: found.partition, order: found.order, rest: undefined };
}

/** `group by 1, 2` by the names of the items; undefined: it does not group, or by what cannot be named. */
export function groupNames({ groupBy, items }: Select): string | undefined {
  if (groupBy === undefined) return undefined;
  const parts = groupBy.split(",").map((part) => part.trim());
  if (/^all$/i.test(groupBy)) {
    const plain = items.filter(({ text }) => !isAggregate(text)).map(({ name }) => name);
    return plain.includes(undefined) ? undefined : plain.join(", ");
  }
  const names = parts.map((part) =>
    /^\d+$/.test(part) ? items[Number(part) - 1]?.name : part.replace(/^\w+\.(?=\w+$)/, ""),
  );
  return names.includes(undefined) ? undefined : names.join(", ");
}

function isAggregate(text: string): boolean {
  return /^(?:\w+\()*(?:count|sum|min|max|avg|count_if|any_value|string_agg|array_agg|listagg|median|approx_count_distinct)\s*\((?!.*\bover\b)/i.test(
    text,
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
