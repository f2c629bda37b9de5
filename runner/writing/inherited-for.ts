import type { ColumnLineage, ColumnRef, OutputColumn } from "../lineage/column-lineage.ts";
import type { Inherited } from "./brief.ts";
import { defaultOf } from "./default-of.ts";
import { isSayableCode } from "./is-sayable.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";

/** Longest way upstream, in nodes: what is further away has gone round in a circle. */
const maxSteps = 50;
/** Aggregates that can be said in a word, and what that is. */
const aggregates: Readonly<Record<string, string>> = {
  sum: "Sum",
  avg: "Average",
  min: "Smallest value",
  max: "Largest value",
  median: "Median",
};

/** What a person, or a language model before, says of a column; undefined: nothing. */
export type TextOf = (column: ColumnRef) => string | undefined;

/**
 * Descriptions that the columns of a node take over along column lineage. Verbatim where the values are kept
 * (passed through, renamed, cast), from the nearest documented origin; through a union only where all
 * branches say the same. Of an aggregated column it is said what it is an aggregate of; of one that nobody
 * described, where its values come from.
 */
export function inheritedFor(
  name: string,
  lineages: ReadonlyMap<string, ColumnLineage>,
  textOf: TextOf,
): readonly Inherited[] {
  const outputs = indexOutputs(lineages);
  const own = lineages.get(name);
  if (own?.kind !== "known") return [];
  return own.columns.flatMap((output): Inherited[] => {
    const kept = inheritThrough(output, outputs, textOf);
    if (kept !== undefined) return [{ column: output.name, ...kept }];
    const composed = compose(output, outputs, textOf) ?? traceOrigin(output, outputs);
    return composed === undefined ? [] : [{ column: output.name, ...composed }];
  });
}

/** Where the values of a column come from that is passed on by more than one node, or computed further up. */
function traceOrigin(
  output: OutputColumn,
  outputs: Outputs,
): Omit<Inherited, "column"> | undefined {
  const way: ColumnRef[] = [];
  let current: OutputColumn | undefined = output;
  // A default for null, or a cast, may stand at this end: it is told with the rest.
  const isCast = output.kind === "cast" && output.from.length === 1;
  while (
    current !== undefined &&
    (passes(current) || (isCast && current === output)) &&
    way.length < maxSteps
  ) {
    const [from]: readonly ColumnRef[] = current.from;
    if (from === undefined) return undefined;
    way.push(from);
    current = outputs(from);
  }
  const end = way.at(-1);
  if (end === undefined || way.length >= maxSteps) return undefined;
  const by = sayNames([...new Set(way.slice(0, -1).map(({ node }) => node))].reverse());
  const [node, column] = [sayName(end.node), sayName(end.column)];
  if (node === undefined || column === undefined) return undefined;
  const via = by.length === 0 ? "" : `, by way of ${say.upTo(by, 3)}`;
  const fallback = isCast ? defaultOf(output.expression ?? "") : undefined;
  const missing = fallback === undefined ? "" : `; null becomes \`${fallback}\``;
  const found = { origin: `${end.node}.${end.column}`, kind: "origin" as const };
  if (current === undefined || current.kind === "union" || current.kind === "constant") {
    // One step away is told by the column's own lineage.
    return way.length < 2 || isCast
      ? undefined
      : { ...found, text: `From ${column} of ${node}${via}.` };
  }
  const { expression = "", kind } = current;
  const how = kind === "aggregated" ? "Aggregated" : "Computed";
  if (!isSayableCode(expression) || expression === "") {
    return { ...found, text: `${how} in ${node}${via}${missing}.`, code: expression };
  }
  return {
    ...found,
    text: `${how} in ${node} as \`${expression}\`${via}${missing}.`,
    code: expression,
  };
}

function passes({ kind, from }: OutputColumn): boolean {
  return (kind === "passthrough" || kind === "renamed") && from.length === 1;
}

type Found = Pick<Inherited, "text" | "origin">;
type Outputs = (column: ColumnRef) => OutputColumn | undefined;

function indexOutputs(lineages: ReadonlyMap<string, ColumnLineage>): Outputs {
  const byNode = new Map<string, Map<string, OutputColumn>>();
  return ({ node, column }) => {
    const lineage = lineages.get(node);
    if (lineage?.kind !== "known") return undefined;
    let columns = byNode.get(node);
    if (columns === undefined) {
      columns = new Map(lineage.columns.map((output) => [output.name.toLowerCase(), output]));
      byNode.set(node, columns);
    }
    return columns.get(column.toLowerCase());
  };
}

function inheritThrough(
  { kind, from }: OutputColumn,
  outputs: Outputs,
  textOf: TextOf,
  steps = 0,
): Found | undefined {
  if (steps > maxSteps) return undefined;
  const keepsValues =
    kind === "passthrough" || kind === "renamed" || kind === "cast" || kind === "union";
  const [first, ...others] = from;
  if (!keepsValues || first === undefined) return undefined;
  // From several columns, other than by a union, no single one is the origin.
  if (others.length > 0 && kind !== "union") return undefined;
  const found = from.map((column) => nearest(column, outputs, textOf, steps));
  const [one] = found;
  if (one === undefined) return undefined;
  return found.every((other) => other !== undefined && sameText(other.text, one.text))
    ? one
    : undefined;
}

function nearest(
  column: ColumnRef,
  outputs: Outputs,
  textOf: TextOf,
  steps: number,
): Found | undefined {
  const text = textOf(column);
  if (text !== undefined) return { text, origin: `${column.node}.${column.column}` };
  const output = outputs(column);
  return output === undefined ? undefined : inheritThrough(output, outputs, textOf, steps + 1);
}

/** `Sum of net_amount (what the customer owes)`: of one documented column, aggregated as it is. */
function compose(output: OutputColumn, outputs: Outputs, textOf: TextOf): Found | undefined {
  const { kind, from, expression = "" } = output;
  const [input, ...others] = from;
  if (kind !== "aggregated" || input === undefined || others.length > 0) return undefined;
  const call = /^\s*(\w+)\(\s*(?:[\w"`]+\.)?["`]?(\w+)["`]?\s*\)\s*$/.exec(expression);
  const what = aggregates[call?.[1]?.toLowerCase() ?? ""];
  if (what === undefined || call?.[2]?.toLowerCase() !== input.column.toLowerCase()) {
    return undefined;
  }
  const found = nearest(input, outputs, textOf, 0);
  if (found === undefined || found.text.includes("{{") || found.text.includes("\n")) {
    return undefined;
  }
  const described = found.text.replace(/[.\s]+$/, "");
  // Within parentheses a second sentence would stand alone.
  if (/[.!?]\s/.test(described)) return undefined;
  return { text: `${what} of ${input.column} (${say.within(described)}).`, origin: found.origin };
}

function sameText(a: string, b: string): boolean {
  return a.replace(/\s+/g, " ").trim() === b.replace(/\s+/g, " ").trim();
}
