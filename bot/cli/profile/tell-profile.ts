import type { ColumnProfile, RelationProfile } from "#runner/profile/relation-profile.ts";
import type { NumberlessFact } from "#runner/profile/to-facts.ts";
import { plain } from "../plain.ts";

/** Widest cell, in characters, and values that are listed. */
const widest = 48;
const mostListed = 4;

const titles = ["column", "type", "class", "nulls", "distinct", "range", "values"];

/** A measured relation as a table for people. */
export function tellProfile(profile: RelationProfile): readonly string[] {
  const { subject, relation, rows, at, method, columns, facts, notes } = profile;
  const place = [relation.database, relation.schema, relation.name]
    .filter((part) => part !== undefined)
    .join(".");
  const bySubject = Map.groupBy(facts, (fact) => fact.subject);
  const cells = [
    titles,
    ...columns.map((column) =>
      rowOf(column, rows, bySubject.get(`${subject}.${column.name}`) ?? []),
    ),
  ];
  const widths = titles.map((_title, index) =>
    Math.max(...cells.map((row) => Array.from(row[index] ?? "").length)),
  );
  const how = method === "sample" ? "; what has a ~ comes of a sample" : "";
  return [
    `${plain(subject)} is ${plain(place)}: ${count(rows)} rows, ${count(columns.length)} columns, measured ${at}${how}`,
    "",
    ...cells.map((row) =>
      row
        .map((cell, index) => pad(cell, widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    ...(notes.length > 0 ? ["", ...notes.map((note) => `note: ${plain(note)}`)] : []),
  ];
}

function rowOf(
  { name, type, semantics, nonNull, distinct, isUnique, min, max }: ColumnProfile,
  rows: number,
  facts: readonly NumberlessFact[],
): readonly string[] {
  const of = (metric: string) => facts.find((fact) => fact.metric === metric);
  const median = of("p50");
  const middle = median === undefined ? "" : ` (median ${sign(median)}${median.value})`;
  const range = min === undefined || max === undefined ? "" : `${min} … ${max}${middle}`;
  const shares = facts.filter(({ metric }) => metric === "share");
  const listed = shares
    .slice(0, mostListed)
    .map((fact) => `${fact.argument} ${sign(fact)}${percent(Number(fact.value))}`);
  const left = shares.length > mostListed ? ", …" : "";
  const isTrue = of("true_share");
  const form = of("pattern_share");
  const values = [
    ...(isTrue === undefined ? [] : [`true ${percent(Number(isTrue.value))}`]),
    ...(listed.length > 0 ? [`${listed.join(", ")}${left}`] : []),
    ...(form === undefined ? [] : [`like ${form.argument} ${percent(Number(form.value))}`]),
  ].join("; ");
  const unique = isUnique ? " unique" : "";
  return [
    name,
    type,
    semantics,
    rows === 0 ? "" : percent((rows - nonNull) / rows),
    distinct === undefined ? "" : `${count(distinct)}${unique}`,
    range,
    values,
  ].map((cell) => cut(plain(cell)));
}

function sign({ method }: NumberlessFact): string {
  return method === "exact" ? "" : "~";
}

/** What is not nothing is never shown as nothing, nor what is not all as all. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return "<0.1%";
  if (share < 1 && share > 0.999) return ">99.9%";
  return `${Number((share * 100).toFixed(1))}%`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

function cut(text: string): string {
  const signs = Array.from(text);
  return signs.length > widest ? `${signs.slice(0, widest - 1).join("")}…` : text;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - Array.from(text).length));
}
