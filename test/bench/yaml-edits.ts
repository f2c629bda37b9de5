import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { spliceAll } from "#runner/dbt/properties/splice-all.ts";
import { spliceDocumentation } from "#runner/dbt/properties/splice-documentation.ts";
import type { Layout } from "#runner/dbt/properties/wanted-members.ts";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";
import { changedLines } from "../dbt-properties/changed-lines.ts";
import { type EntryFile, entriesOf } from "../dbt-properties/entries-of.ts";
import { syntheticEdits } from "../dbt-properties/synthetic-edits.ts";

/*
 * Synthetic edits in every property file of people's dbt projects: `BUSTER_YAML_PROJECTS` names directories
 * of checked-out repositories, separated by `:`. A description, a column, an option, a relationship and a new
 * entry are added, and a text is replaced as if it were ours, at the first, the middle and the last entry of
 * each file, one by one, in both layouts. Each edit must change no more lines than it needs, and again
 * nothing. Limits: 100 % of the files that are valid YAML; what is left alone shares text by anchors.
 * Beside it: the time of 300 edits of one file, one by one and at once, against one reading of it.
 */

const directories = (process.env.BUSTER_YAML_PROJECTS ?? "").split(":").filter((d) => d !== "");
if (directories.length === 0) console.log("BUSTER_YAML_PROJECTS is not set: no project is edited");

interface Tally {
  files: number;
  invalid: Map<string, number>;
  edits: number;
  changed: number;
  minimal: number;
  tied: number;
  wrong: string[];
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function editFile(tally: Tally, path: string, file: EntryFile, layout: Layout): void {
  const { text, entries } = file;
  const chosen = new Set([entries[0], entries[entries.length >> 1], entries.at(-1)]);
  for (const entry of chosen) {
    if (entry === undefined) continue;
    for (const edit of syntheticEdits(file, entry, layout)) {
      const ours = edit.isOurs ? () => true : () => false;
      const result = spliceDocumentation(text, edit.wanted, { layout, ours });
      const where = `${path}: ${edit.what} at ${entry.name}`;
      tally.edits += 1;
      if ("refused" in result) {
        tally.wrong.push(`${where}: refused: ${result.refused}`);
        continue;
      }
      if (result.skipped.length > 0) {
        const isTied = result.skipped.every((reason) => /by an anchor$/.test(reason));
        if (isTied && text.includes("&")) tally.tied += 1;
        else tally.wrong.push(`${where}: ${result.skipped.join("; ")}`);
        continue;
      }
      const lines = changedLines(text, result.text);
      tally.changed += lines;
      tally.minimal += edit.minimal;
      if (lines !== edit.minimal) {
        tally.wrong.push(`${where}: ${lines} lines changed, ${edit.minimal} needed`);
      }
      const again = spliceDocumentation(result.text, edit.wanted, { layout, ours });
      if ("refused" in again || again.text !== result.text) {
        tally.wrong.push(`${where}: the second time it is changed again`);
      }
    }
  }
}

function editProject(directory: string, layout: Layout): Tally {
  const invalid = new Map<string, number>();
  const tally: Tally = { files: 0, invalid, edits: 0, changed: 0, minimal: 0, tied: 0, wrong: [] };
  for (const path of yamlFiles(directory)) {
    const text = readFileSync(path, "utf8");
    const file = entriesOf(text);
    if ("problem" in file) {
      if (!/^\s*-?\s*(?:models|sources|seeds|snapshots):/m.test(text)) continue;
      invalid.set(file.problem, (invalid.get(file.problem) ?? 0) + 1);
      continue;
    }
    if (file.entries.length === 0) continue;
    tally.files += 1;
    editFile(tally, path, file, layout);
  }
  return tally;
}

/** 300 edits one by one may take as long as the whole file is read this often. */
const mostReadings = 20;

const rows: Record<string, unknown>[] = [];
let isFailed = false;
for (const directory of directories) {
  for (const layout of ["dbt", "buster"] as const) {
    const { files, edits, changed, minimal, tied, wrong, invalid } = editProject(directory, layout);
    isFailed ||= wrong.length > 0;
    rows.push({
      project: basename(directory),
      layout,
      files,
      edits,
      "left alone (anchors)": tied,
      "changed / needed": minimal === 0 ? "-" : (changed / minimal).toFixed(4),
      wrong: wrong.length,
      "not YAML": [...invalid.values()].reduce((sum, count) => sum + count, 0),
    });
    for (const line of wrong.slice(0, Number(process.env.SHOW ?? 5))) console.log(line);
    if (layout === "dbt") for (const [reason, n] of invalid) console.log(`${n} files: ${reason}`);
  }
}
if (rows.length > 0) console.table(rows);

function large(): { text: string; wanteds: WantedDocumentation[] } {
  const names = Array.from({ length: 300 }, (_, index) => `model_${index}`);
  const columns = Array.from({ length: 30 }, (_, index) =>
    [
      `      - name: column_${index}`,
      "        description: What it says, and when it does not say it, in a line of usual length",
      "        tests:\n          - not_null",
    ].join("\n"),
  ).join("\n");
  const text = names.map((name) => `  - name: ${name}\n    columns:\n${columns}\n`).join("");
  const wanteds = names.map(
    (name): WantedDocumentation => ({
      section: "models",
      name,
      description: `All of ${name}.`,
      columns: [{ name: "column_0", options: [{ value: 1 }] }],
      relationships: [],
    }),
  );
  return { text: `version: 2\nmodels:\n${text}`, wanteds };
}

function timed<Result>(act: () => Result): { seconds: number; result: Result } {
  const began = performance.now();
  const result = act();
  return { seconds: (performance.now() - began) / 1000, result };
}

const { text, wanteds } = large();
const ours = () => false;
const [first] = wanteds;
const one = timed(() => first && spliceDocumentation(text, first, { layout: "dbt", ours }));
const all = timed(() =>
  spliceAll(
    text,
    wanteds.map((wanted) => ({ wanted, ours })),
    { layout: "dbt" },
  ),
);
const each = timed(() =>
  wanteds.reduce((edited, wanted) => {
    const result = spliceDocumentation(edited, wanted, { layout: "dbt", ours });
    return "refused" in result ? edited : result.text;
  }, text),
);
console.log(
  `${(text.length / 1e6).toFixed(1)} MB, 300 models: one edit ${one.seconds.toFixed(2)} s, 300 at once ` +
    `${all.seconds.toFixed(2)} s, 300 one by one ${each.seconds.toFixed(2)} s`,
);
if (each.seconds > mostReadings * one.seconds) {
  console.log(`one by one takes more than ${mostReadings} times as long as one edit`);
  isFailed = true;
}
if (all.result.text !== each.result) {
  console.log("at once and one by one differ");
  isFailed = true;
}
process.exitCode = isFailed ? 1 : 0;
