import type { Statement } from "../facts/statement.ts";
import type { Brief } from "./brief.ts";
import type { Material } from "./material.ts";
import type { Flow } from "./read-flow.ts";
import { say } from "./say.ts";
import { isHarmless, sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";

/** What the usual prefixes of model names promise. */
const layers: readonly (readonly [RegExp, string])[] = [
  [/^(?:stg|staging)_/i, "Staging model of"],
  [/^base_/i, "Base model of"],
  [/^(?:int|intermediate)_/i, "Intermediate model of"],
  [/^(?:fct|fact)_/i, "Fact model of"],
  [/^(?:dim|dimension)_/i, "Dimension of"],
  [/^(?:rpt|report)_/i, "Report on"],
  [/^(?:agg)_/i, "Aggregate of"],
  [/^(?:snap|snapshot)_/i, "Snapshot of"],
];
const maxNames = 5;

/** One sentence: what it is, and of what it is made. */
export function tellOverview({ brief, flow }: Material): Statement[] {
  const what = whatItIs(brief);
  const how = brief.kind === "model" || brief.kind === "snapshot" ? howItIsMade(brief, flow) : "";
  return [state("overview", `${what}${how}.`)];
}

function whatItIs({ name, kind }: Brief): string {
  if (kind === "source") {
    const [source, table] = splitSource(name);
    return `Table ${table} of the source ${source}, loaded from outside of this project`;
  }
  if (kind === "seed") return `Seed of ${entityOf(name)}: data kept as a file in this project`;
  if (kind === "snapshot") {
    return `Snapshot of ${entityOf(name)}: earlier versions of its rows are kept`;
  }
  const layer = layers.find(([pattern]) => pattern.test(name))?.[1];
  const entity = entityOf(name);
  return layer === undefined
    ? // A name stays as it is written.
      entity.includes("_")
      ? entity
      : entity.charAt(0).toUpperCase() + entity.slice(1)
    : `${layer} ${entity}`;
}

/** `order items priced` of `int_shop__order_items_priced`. */
export function entityOf(name: string): string {
  const table = name.split(".").at(-1) ?? name;
  const layer = layers.find(([pattern]) => pattern.test(table))?.[0];
  const bare = layer === undefined ? table : table.replace(layer, "");
  const words = say.words(bare.split("__").at(-1) ?? bare);
  // Words that would be read as a claim stay the name that they are.
  return isHarmless(words) ? words : (sayName(bare) ?? "this relation");
}

function howItIsMade(brief: Brief, flow: Flow | undefined): string {
  const [start, ...moreStarts] = sayNames(flow?.starts ?? []);
  if (flow === undefined || start === undefined) {
    const read = sayNames(brief.upstream);
    return read.length === 0 ? "" : `, made from ${say.upTo(read, maxNames)}`;
  }
  const joined = sayNames([
    ...new Set(flow.steps.flatMap((step) => (step.kind === "join" ? [step.what] : []))),
  ]).filter((name) => name !== start);
  if (moreStarts.length > 0) return `: stacks ${say.upTo([start, ...moreStarts], maxNames)}`;
  const last = flow.steps.findLast(({ kind }) => kind !== "filter");
  const by =
    last?.kind === "aggregate" && last.by !== undefined ? sayNames(last.by.split(", ")) : [];
  if (joined.length > 0) {
    const after = by.length > 0 ? `, aggregated by ${say.upTo(by, maxNames)}` : "";
    return `: ${start} combined with ${say.upTo(joined, maxNames)}${after}`;
  }
  if (last?.kind === "aggregate") {
    return by.length > 0
      ? `: ${start} aggregated by ${say.upTo(by, maxNames)}`
      : `: totals of ${start}`;
  }
  return `, read from ${start}`;
}

export function splitSource(name: string): [string, string] {
  const at = name.indexOf(".");
  return at === -1 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}
