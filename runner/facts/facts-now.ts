import type { Fact } from "#agents-schema/fact.ts";
import { factValue } from "../profile/fact-value.ts";
import { sameValue } from "../profile/same-value.ts";
import type { FactFile } from "./fact-file.ts";
import { openScope } from "./open-scope.ts";
import type { Scope } from "./statement-context.ts";

type Value = Fact["value"];

/** What the warehouse says now; a problem: it cannot be asked any more. */
export type NewValue = { value: Value } | { problem: string };

export interface Scopes {
  before: Scope;
  now: Scope;
}

/** What was known when it was written, and what is known now. Constants of the SQL are not asked again. */
export function openScopes(file: FactFile, values: ReadonlyMap<string, NewValue>): Scopes {
  const names = new Set([file.subject, ...file.facts.flatMap((fact) => namesOf(fact, file))]);
  const about = { literals: new Set<string>(), names, subject: file.subject };
  const facts = file.facts.map((fact) => factNow(fact, values.get(fact.id)));
  return {
    before: openScope({ ...about, facts: file.facts }),
    now: openScope({ ...about, facts }),
  };
}

/** A fact with its new value, in the shape of the old one; as it was while it says the same. */
export function factNow(fact: Fact, now: NewValue | undefined): Fact {
  if (now === undefined || "problem" in now) return fact;
  const value = shaped(fact, now.value);
  if (sameValue(fact, value)) return fact;
  const { sample: _, ...rest } = fact;
  return { ...rest, value };
}

function shaped(fact: Fact, value: Value): Value {
  const isTime = typeof fact.value === "string" && /^\d{4,}-\d{2}-\d{2}/.test(fact.value);
  if (isTime) return factValue(value, "time");
  if (typeof fact.value === "number") return factValue(value, "number");
  return value;
}

function namesOf({ subject, argument, metric }: Fact, file: FactFile): string[] {
  const column = subject.slice(file.subject.length + 1);
  const isReference = /^(?:reference_|parent_|orphan_|children_|cardinality)/.test(metric);
  if (!isReference || argument === undefined) return [subject, column];
  const parts = argument.split(".");
  return [subject, column, argument, parts.slice(0, -1).join("."), parts.at(-1) ?? ""];
}
