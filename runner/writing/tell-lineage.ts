import type { Statement } from "../facts/statement.ts";
import { isSayableCode } from "./is-sayable.ts";
import type { Material } from "./material.ts";
import type { Flow, Step } from "./read-flow.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";

const maxNames = 8;
/** Sentences about filters, groups and duplicates, at most. */
const maxSteps = 5;
const hows: Readonly<Record<string, string>> = {
  left: "left-joins",
  right: "right-joins",
  full: "full-joins",
  inner: "inner-joins",
  cross: "cross-joins",
};

/** What it reads and what it does with that, step by step; which columns are made here. */
export function tellLineage({ brief, flow, columns }: Material): Statement[] {
  if (brief.kind === "source" || brief.kind === "seed") return [];
  return [
    ...(flow === undefined || flow.starts.length === 0
      ? tellReads(brief.upstream)
      : tellFlow(flow)),
    ...tellColumns(columns),
  ];
}

function tellReads(upstream: readonly string[]): Statement[] {
  const read = sayNames(upstream);
  return read.length === 0 ? [] : [state("lineage", `Reads ${say.upTo(read, maxNames)}.`)];
}

function tellFlow({ starts, steps }: Flow): Statement[] {
  const names = sayNames(starts);
  if (names.length < starts.length) return [];
  const stack = steps.find((step) => step.kind === "stack");
  const joins = steps.filter((step) => step.kind === "join");
  const start =
    stack === undefined
      ? `Starts from ${names.join("")}`
      : `Stacks ${say.upTo(names, maxNames)} (${stack.together})`;
  const joined = [...Map.groupBy(joins, ({ how }) => how)].flatMap(([how, some]) => {
    const what = some.flatMap((step) => tellJoined(step) ?? []);
    return what.length === 0 ? [] : [`; ${hows[how] ?? "joins"} ${say.upTo(what, maxNames)}`];
  });
  const others = steps.flatMap((step) => tellStep(step) ?? []).slice(0, maxSteps);
  return [`${start}${joined.join("")}.`, ...others].map((text) => state("lineage", text));
}

function tellJoined({ what, inner }: Extract<Step, { kind: "join" }>): string | undefined {
  const name = sayName(what);
  if (name === undefined) return undefined;
  const notes = inner.flatMap((step) => tellInner(step) ?? []);
  return notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
}

function tellInner(step: Step): string | undefined {
  switch (step.kind) {
    case "aggregate": {
      const by = step.by === undefined ? [] : sayNames(step.by.split(", "));
      return by.length === 0 ? "aggregated" : `aggregated by ${say.upTo(by, maxNames)}`;
    }
    case "filter":
      return isSayableCode(step.condition) ? `where \`${step.condition}\`` : "filtered";
    case "distinct":
      return "without duplicates";
    case "first_of_each":
      return isSayableCode(step.partition) ? `first row of each ${step.partition}` : undefined;
    case "join": {
      const name = sayName(step.what);
      return name === undefined ? undefined : `with ${name}`;
    }
    default:
      return undefined;
  }
}

function tellStep(step: Step): string | undefined {
  switch (step.kind) {
    case "filter":
      return isSayableCode(step.condition) ? `Keeps rows where \`${step.condition}\`.` : undefined;
    case "aggregate": {
      const by = step.by === undefined ? [] : sayNames(step.by.split(", "));
      return by.length === 0 ? undefined : `Aggregates by ${say.upTo(by, maxNames)}.`;
    }
    case "distinct":
      return "Drops duplicate rows (`select distinct`).";
    case "first_of_each": {
      const by = step.order === undefined ? "" : `, ordered by \`${step.order}\``;
      const isSayable = isSayableCode(step.partition) && isSayableCode(by.replaceAll("`", ""));
      return isSayable ? `Keeps the first row of each \`${step.partition}\`${by}.` : undefined;
    }
    case "limit":
      return isSayableCode(step.rows) ? `Stops after \`limit ${step.rows}\`.` : undefined;
    default:
      return undefined;
  }
}

function tellColumns(columns: Material["columns"]): Statement[] {
  const made = columns.filter(
    ({ output }) => output?.kind === "derived" || output?.kind === "aggregated",
  );
  const renamed = columns.flatMap(({ name, output }) => {
    const [from] = output?.kind === "renamed" && output.from.length === 1 ? output.from : [];
    const [before, after] = [from === undefined ? undefined : sayName(from.column), sayName(name)];
    return before === undefined || after === undefined ? [] : [`${before} to ${after}`];
  });
  const names = sayNames(made.map(({ name }) => name));
  return [
    ...(names.length === 0 ? [] : [`Computed here: ${say.upTo(names, maxNames)}.`]),
    ...(renamed.length === 0 ? [] : [`Renamed here: ${say.upTo(renamed, maxNames)}.`]),
  ].map((text) => state("lineage", text));
}
