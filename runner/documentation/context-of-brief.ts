import type { StatementContext } from "../facts/check-statements.ts";
import type { Brief } from "../writing/brief.ts";

const strings = /'((?:[^']|'')*)'/g;
/** Comments, and what only looks like one because it stands in a text. */
const comments = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}/g;
/** `interval '30 days'`: the number is a constant of its own; that of a date or a name is none. */
const interval = /^\s*(\d+)\s+\w+\s*$/;
const words = /[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?/gu;

/** What statements about a brief are judged by: its facts, the constants of its SQL, the names around it. */
export function contextOfBrief(brief: Brief): StatementContext {
  // What a column is computed by upstream is SQL of the project too.
  const sql = [brief.sql, ...brief.inherited.map(({ code }) => code)]
    .join("\n")
    .replace(comments, (found) => (/^['"]/.test(found) ? found : " "));
  const literals = new Set<string>();
  for (const [, text = ""] of sql.matchAll(strings)) {
    literals.add(text.replaceAll("''", "'"));
    const amount = interval.exec(text)?.[1];
    if (amount !== undefined) literals.add(amount);
  }
  for (const [word] of sql.replace(strings, " ").matchAll(words)) literals.add(word);

  const columns = (brief.profile?.columns ?? []).map(({ name }) => name);
  const derived = brief.lineage.kind === "known" ? brief.lineage.columns : [];
  const names = new Set([
    ...brief.name.split("."),
    brief.name,
    ...brief.upstream,
    ...brief.downstream,
    ...columns,
    ...brief.existing.columns.map(({ name }) => name),
    ...derived.flatMap(({ name, from }) => [
      name,
      ...from.flatMap((one) => [one.node, one.column]),
    ]),
    ...brief.relationships.flatMap(({ parent }) => [parent.subject, parent.column]),
    ...brief.inherited.map(({ origin }) => origin),
  ]);
  return { facts: brief.facts, literals, names, columns, subject: brief.name };
}
