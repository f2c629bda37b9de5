import type { Fact } from "#agents-schema/fact.ts";

/** A measured relation in few words, one line for each column, every value with the id of its fact. */
export function writeProfile(profile: {
  subject: string;
  relation: string;
  columns: readonly { name: string; type: string }[];
  facts: readonly Fact[];
  /** Columns that the agent may not see. */
  denied: readonly string[];
  notes: readonly string[];
}): string {
  const { subject, relation, columns, facts } = profile;
  const bySubject = Map.groupBy(facts, (fact) => fact.subject);
  const said = (about: string) => (bySubject.get(about) ?? []).map(sayFact).join(" ");
  const at = facts[0]?.at;
  return [
    `${subject} is ${relation}${at === undefined ? "" : `, observed ${at}`}`,
    `rows: ${said(subject)}`,
    ...columns.map(({ name, type }) =>
      `${sayName(name)} ${type}: ${said(`${subject}.${name}`)}`.trimEnd(),
    ),
    ...(profile.denied.length > 0
      ? [`not measured, restrictions.sql.deny_columns: ${profile.denied.join(", ")}`]
      : []),
    ...profile.notes,
  ].join("\n");
}

/** Names that are not one word are quoted: then it is clear where the type begins. */
function sayName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}

function sayFact({ id, metric, argument, value, method }: Fact): string {
  const about = argument === undefined ? metric : `${metric}(${JSON.stringify(argument)})`;
  const sign = method === "exact" ? "=" : "~";
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return `[${id}] ${about}${sign}${shown}`;
}
