import type { Statement } from "../facts/statement.ts";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { writeProfile } from "../profile/write-profile.ts";
import { cutMiddle } from "../prompt/cut-middle.ts";
import { fenceUntrusted } from "../prompt/fence-untrusted.ts";
import type { Brief } from "./brief.ts";
import { isPlaceholder } from "./keep-existing.ts";
import { aboutRelationship } from "./tell-relationship.ts";

/** Caps in characters (four characters are about one token). */
const caps = { sql: 20_000, facts: 80_000, lineage: 12_000, texts: 16_000, refusals: 12_000 };

/** What a language model is asked for one relation, or for some of its columns. */
export function writeRequest(
  brief: Brief,
  tag: string,
  asked: {
    /** Columns to write of, in this request. */
    columns: readonly string[];
    /** Whether the relation's own parts and its relationships are asked for too. */
    isFirst: boolean;
    refusals: readonly { statement: Statement; reason: string }[];
  },
): string {
  const fence = (source: string, text: string, cap: number) =>
    text === "" ? "" : fenceUntrusted(tag, source, cutMiddle(text, cap));
  const wanted = new Set(asked.columns.map((name) => name.toLowerCase()));
  const isWanted = (column: string) => wanted.has(column.toLowerCase());
  const sections = [
    ["What to write", task(brief, asked)],
    ["Facts", fence("facts", facts(brief, isWanted, asked.isFirst), caps.facts)],
    ["SQL", asked.isFirst ? fence("SQL of the model", brief.sql ?? "", caps.sql) : ""],
    ["Lineage", fence("lineage", lineage(brief, isWanted), caps.lineage)],
    [
      "Relationships",
      asked.isFirst ? fence("relationships", relationships(brief), caps.lineage) : "",
    ],
    [
      "Written by people already: it stays, do not repeat it",
      fence("descriptions", existing(brief, isWanted), caps.texts),
    ],
    [
      "Descriptions upstream of columns that keep their values here",
      fence("descriptions upstream", inherited(brief, isWanted), caps.texts),
    ],
    [
      "Refused: say it again within the facts, or leave it out",
      fence("refused", refused(asked.refusals), caps.refusals),
    ],
  ] as const;
  return sections
    .filter(([, body]) => body !== "")
    .map(([title, body]) => `# ${title}\n\n${body}`)
    .join("\n\n");
}

function task(
  { name, kind, unmeasured, denied }: Brief,
  { columns, isFirst, refusals }: Parameters<typeof writeRequest>[2],
): string {
  const lines = [
    refusals.length > 0
      ? `Statements in the place of those that were refused, for the ${kind} ${JSON.stringify(name)}. Others are kept.`
      : `The documentation of the ${kind} ${JSON.stringify(name)}${isFirst ? "" : ": of the columns below alone"}.`,
    `Columns to write of: ${columns.map((column) => JSON.stringify(column)).join(", ") || "none"}.`,
    ...(unmeasured === undefined ? [] : [`Nothing was measured: ${unmeasured}`]),
    ...(denied.length === 0
      ? []
      : [`Never looked at, so say nothing of their values: ${denied.join(", ")}.`]),
  ];
  return lines.join("\n");
}

function facts(
  { name, profile, facts: all, denied }: Brief,
  isWanted: (column: string) => boolean,
  isFirst: boolean,
): string {
  const shown = all.filter(({ subject }) => {
    if (subject === name) return true;
    return subject.startsWith(`${name}.`) && isWanted(subject.slice(name.length + 1));
  });
  if (profile === undefined || shown.length === 0) return "";
  return writeProfile({
    subject: name,
    relation: name,
    columns: profile.columns.filter((column) => isWanted(column.name)),
    facts: shown,
    denied,
    notes: isFirst ? profile.notes : [],
  });
}

function lineage(
  { lineage: known, upstream, downstream }: Brief,
  isWanted: (column: string) => boolean,
): string {
  return [
    ...(upstream.length === 0 ? [] : [`reads ${upstream.join(", ")}`]),
    ...(downstream.length === 0 ? [] : [`is read by ${downstream.join(", ")}`]),
    ...columnLines(known, isWanted),
  ].join("\n");
}

function columnLines(known: ColumnLineage, isWanted: (column: string) => boolean): string[] {
  if (known.kind === "unknown") return [];
  return known.columns
    .filter(({ name }) => isWanted(name))
    .map(({ name, kind, from, expression }) => {
      const origins = from.map(({ node, column }) => `${node}.${column}`).join(", ");
      return `${name}: ${kind}${origins === "" ? "" : ` from ${origins}`}${expression === undefined ? "" : `, ${expression}`}`;
    });
}

function relationships({ relationships: all, compositeKeys }: Brief): string {
  return [
    ...all.map(
      (one) =>
        `${aboutRelationship(one)}: ${one.cardinality}, known from ${one.evidence.join(", ") || "nothing but its values"}; its facts are those of ${one.child.column} with the argument "${one.parent.subject}.${one.parent.column}"`,
    ),
    ...compositeKeys.map(({ columns }) => `unique together: ${columns.join(", ")}`),
  ].join("\n");
}

function existing({ existing: written }: Brief, isWanted: (column: string) => boolean): string {
  return [
    ...(isPlaceholder(written.description) ? [] : [`the relation: ${written.description}`]),
    ...written.columns.flatMap(({ name, description }) =>
      isPlaceholder(description) || !isWanted(name) ? [] : [`${name}: ${description}`],
    ),
  ].join("\n");
}

function inherited({ inherited: all }: Brief, isWanted: (column: string) => boolean): string {
  return all
    .filter(({ column }) => isWanted(column))
    .map(({ column, text, origin }) => `${column}, from ${origin}: ${text}`)
    .join("\n");
}

function refused(refusals: readonly { statement: Statement; reason: string }[]): string {
  return refusals
    .map(({ statement, reason }) => {
      const { part, column, about, marked } = statement;
      const place = [part, column, about].filter((one) => one !== undefined).join(" / ");
      return `${place}: ${marked}\n  refused, because ${reason}`;
    })
    .join("\n");
}
