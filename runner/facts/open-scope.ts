import { subjectOf } from "./facts-about.ts";
import type { Scope, StatementContext } from "./statement-context.ts";

/** Looks a context through, once for all statements. */
export function openScope(about: StatementContext): Scope {
  const lower = (words: Iterable<string>) => new Set([...words].map((word) => word.toLowerCase()));
  return {
    ...about,
    subject: about.subject ?? subjectOf(about.facts),
    byId: new Map(about.facts.map((fact) => [fact.id, fact])),
    literals: lower(about.literals),
    names: lower([...about.names, ...(about.columns ?? [])]),
  };
}
