import type { DocumentationReport, DocumentedNode } from "../documentation/documentation-report.ts";

/** Characters of the whole: an answer to a model has room for 20,000, and a person reads less. */
const maxText = 18_000;
/** Lines of one list. */
const maxLines = 40;

/**
 * What a documentation came to, in Markdown: coverage, what was found, and what needs a person. `describedBefore`:
 * names of the relations that had a description. Made for pull requests, comments and models alike.
 */
export function tellDocumentation(
  { models, totals, notes, stopped, files }: DocumentationReport,
  describedBefore: ReadonlySet<string>,
): string {
  const before = models.filter(({ name }) => describedBefore.has(name)).length;
  const after = models.filter(
    ({ name, status }) => describedBefore.has(name) || status === "documented",
  ).length;
  const columnsBefore = models.reduce((sum, node) => sum + node.describedBefore, 0);
  const blocks = [
    [
      `| | before | after | of |`,
      `| --- | --- | --- | --- |`,
      `| models, seeds and sources with a description | ${before} | ${after} | ${models.length} |`,
      `| columns with a description | ${columnsBefore} | ${totals.described} | ${totals.columns} |`,
    ].join("\n"),
    totals.facts === 0
      ? "Nothing was measured, so the texts hold no number about the data."
      : `${counted(totals.facts, "fact")}; each number in the texts stands on one of them. They are kept in \`.buster/facts\`; \`buster docs verify\` measures them again.`,
    section("Relationships", models.flatMap(tellRelationships), "more, in the facts"),
    section("Facts that cannot be true together", models.flatMap(tellContradictions)),
    section("Text of people that a fact disproves (it was kept)", models.flatMap(tellDisproved)),
    section("Needs a person", [
      ...models.flatMap(tellProblems),
      ...notes.map((note) => `- ${note}`),
    ]),
    section("Sentences left out, because no fact backs them", models.flatMap(tellLeftOut)),
    section(
      "Property files",
      files.filter((path) => !path.endsWith(".json")).map((path) => `- ${code(path)}`),
    ),
    stopped
      ? "It was stopped before all were done, because the time or the budget of the run was nearly used up: run it again for the rest."
      : "",
  ];
  const text = blocks.filter((block) => block !== "").join("\n\n");
  return text.length <= maxText
    ? text
    : `${text.slice(0, maxText)}\n\n[…] The rest is in the facts.`;
}

/** `3 of 5 models documented: 41 columns, 212 facts, 4 relationships`. */
export function headlineOf({ totals }: DocumentationReport): string {
  const { models, documented, described, facts, relationships } = totals;
  return `${documented} of ${counted(models, "model")} documented: ${counted(described, "column")} described, ${counted(facts, "fact")}, ${counted(relationships, "relationship")}`;
}

/** Why nothing was added, for one line. */
export function whyNothing({ models, notes }: DocumentationReport): string {
  const bad = models.filter(({ status }) => status === "failed" || status === "skipped");
  const reasons = [
    ...bad.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
    ...notes,
  ];
  return line(reasons.join("; ") || "everything is documented already");
}

function tellRelationships({ name, relationships }: DocumentedNode): string[] {
  return relationships.map(
    ({ column, to, to_column, cardinality, coverage }) =>
      `- ${code(`${name}.${column}`)} → ${code(`${to}.${to_column}`)}: ${cardinality}, ${coverage === 1 ? "every row with a value has a parent" : `${percent(coverage)} of the rows with a value have a parent`}`,
  );
}

function tellContradictions({ name, contradictions }: DocumentedNode): string[] {
  return contradictions.map((reason) => `- ${code(name)}: ${line(reason)}`);
}

function tellDisproved({ name, disproved }: DocumentedNode): string[] {
  return disproved.map(
    ({ column, reason }) =>
      `- ${code(column === null ? name : `${name}.${column}`)}: ${line(reason)}`,
  );
}

function tellProblems({ name, status, problems }: DocumentedNode): string[] {
  const bad = status === "failed" || status === "skipped" ? ` (${status})` : "";
  return problems.map((problem) => `- ${code(name)}${bad}: ${line(problem)}`);
}

function tellLeftOut({ name, leftOut }: DocumentedNode): string[] {
  return leftOut.map(
    ({ sentence, reason }) => `- ${code(name)}: “${line(sentence)}”: ${line(reason)}`,
  );
}

function section(title: string, lines: readonly string[], more = "more"): string {
  if (lines.length === 0) return "";
  const left = lines.length - maxLines;
  const shown = lines.slice(0, maxLines);
  return [`**${title}**`, "", ...shown, ...(left > 0 ? [`- and ${left} ${more}`] : [])].join("\n");
}

/** Names come from a warehouse: they cannot end the code span or the line. */
function code(name: string): string {
  return `\`${name.replaceAll(/[`\s]+/g, " ")}\``;
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 300);
}

/** Never 100 % or 0 % for what is not all or nothing. */
function percent(share: number): string {
  const rounded = Math.min(99.9, Math.max(share === 0 ? 0 : 0.1, Math.round(share * 1000) / 10));
  return `${rounded.toFixed(1)} %`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}
