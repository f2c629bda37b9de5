import { sha256 } from "#agents-schema/digest.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { findRelations, type RelationName } from "../dbt/find-relations.ts";
import { editText } from "../dbt/properties/edit-text.ts";
import type { FactFile } from "../facts/fact-file.ts";
import { fixDrift } from "../facts/fix-drift.ts";
import { type Drifted, judgeDrift, type NewValue } from "../facts/judge-drift.ts";
import { writeFactFile } from "../facts/write-fact-file.ts";
import type { ProjectFiles } from "../ports/project-files.ts";
import type { Warehouse } from "../ports.ts";
import { askAgain } from "./ask-again.ts";
import { chooseNodes } from "./choose-nodes.ts";
import { type DriftedSentence, onePerSentence } from "./one-per-sentence.ts";
import type { ProjectNode } from "./project-node.ts";
import { factPath, readFactFiles } from "./read-fact-files.ts";
import { type PlacedText, textsOf } from "./texts-of.ts";
import { createWarehousePool } from "./warehouse-pool.ts";

export interface VerifyWorld {
  project: DbtProject;
  files: ProjectFiles;
  openWarehouse: () => Promise<Warehouse>;
  signal: AbortSignal;
  now: () => Date;
}

export interface VerifyRequest {
  select: string | undefined;
  concurrency: number;
  fix: boolean;
  /** Longest time of one statement, in milliseconds. */
  timeoutMs: number;
}

export interface Verified {
  /** Sentences that stand on facts. */
  checked: number;
  drifted: readonly DriftedSentence[];
  /** Files whose sentences were mended, with `fix`. */
  fixed: readonly { path: string; sentences: number }[];
  /** Sentences that were not mended, or taken out because nothing simple is true instead. */
  left: readonly { model: string; column: string | null; sentence: string; reason: string }[];
  /** Why it could not be checked as it should: facts that are missing or cannot be read, and what to do. */
  problems: readonly string[];
  /** Models whose SQL is another one than when their facts were measured. */
  stale: readonly string[];
  notes: readonly string[];
}

/** One documented relation as it stands in the project. */
interface Documented {
  node: ProjectNode;
  file: FactFile;
  path: string;
  texts: ReadonlyMap<string, PlacedText>;
}

/**
 * Asks the warehouse again for every fact that a sentence stands on, and says which sentences do not hold any
 * more. With `fix` those sentences are mended and nothing else. Rejects when files cannot be written.
 */
export async function verifyDocs(
  world: VerifyWorld,
  request: VerifyRequest,
): Promise<Verified | { problem: string }> {
  const { project, files, signal } = world;
  const chosen = chooseNodes(project, request);
  if ("problem" in chosen) return chosen;
  const { facts, problems: unreadable } = await readFactFiles(project, files);
  const problems = unreadable.map((one) => `${one}; restore the file, or run buster document`);
  const documented: Documented[] = [];
  const unfounded: string[] = [];
  for (const node of chosen.nodes) {
    const file = facts.get(node.name);
    if (file === undefined) {
      if (node.properties.yamlPath !== undefined) unfounded.push(node.name);
      continue;
    }
    const path = node.properties.yamlPath ?? file.path;
    documented.push({ node, file, path, texts: textsOf((await files.read(path)) ?? "", node) });
  }
  if (documented.length === 0) {
    const what =
      request.select === undefined ? "there are no facts" : `no facts of ${request.select}`;
    problems.push(`${what}, so no sentence can be checked: run buster document`);
  }
  const stale = await findStale(files, documented);
  const notes = [
    ...stale.map(
      (name) =>
        `the SQL of ${name} changed since its facts were measured: buster document measures it again`,
    ),
    ...(documented.length > 0 && unfounded.length > 0
      ? [`without facts, so not checked: ${unfounded.join(", ")}`]
      : []),
  ];

  const pool = createWarehousePool(world.openWarehouse, request.concurrency);
  try {
    const values = await askAgain(
      { pool, signal, relationsOf: relationsIn(project, facts) },
      documented.map(({ file }) => file),
      request,
    );
    const judged = documented.map((one) => ({
      ...one,
      values: values.get(one.file.subject) ?? new Map<string, NewValue>(),
    }));
    let checked = 0;
    const found: Drifted[] = [];
    for (const one of judged) {
      const judgement = judgeDrift(one.file, one.values, plainTexts(one));
      checked += judgement.checked;
      found.push(...judgement.drifted);
    }
    const told = { checked, drifted: onePerSentence(found), problems, stale, notes };
    if (!request.fix || signal.aborted) return { ...told, fixed: [], left: [] };
    const fixed: { path: string; sentences: number }[] = [];
    const left: Verified["left"][number][] = [];
    for (const one of judged) {
      const mended = await mend(world, one);
      if (mended.sentences > 0) fixed.push({ path: one.path, sentences: mended.sentences });
      left.push(...mended.left);
    }
    return { ...told, fixed, left };
  } finally {
    await pool.close();
  }
}

/** Models whose SQL is not what it was when their facts were measured. */
async function findStale(
  files: ProjectFiles,
  documented: readonly Documented[],
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { node, file } of documented) {
    if (file.sql === undefined || node.kind !== "model") continue;
    const sql = await files.read(node.path);
    if (sql !== undefined && sha256(sql) !== file.sql) stale.push(node.name);
  }
  return stale;
}

/** Where the files say that a node lives, and under the same name where its facts were measured. */
function relationsIn(project: DbtProject, facts: ReadonlyMap<string, FactFile>) {
  const known = new Map<string, readonly RelationName[]>();
  const look = (subject: string): readonly RelationName[] => {
    const found = (["duckdb", "postgres"] as const).flatMap((dialect) => {
      const where = findRelations(project, subject, dialect);
      return where.kind === "relations" ? where.relations : [];
    });
    const measured = facts.get(subject)?.relation ?? "";
    return found.flatMap(({ schema, name }): readonly RelationName[] => {
      const end = `.${name}`;
      const there = measured.endsWith(end)
        ? [{ schema: measured.slice(0, -end.length), name }]
        : [];
      return [{ ...(schema === undefined ? {} : { schema }), name }, ...there];
    });
  };
  return (subject: string): readonly RelationName[] => {
    const relations = known.get(subject) ?? look(subject);
    known.set(subject, relations);
    return relations;
  };
}

async function mend(
  { project, files, now }: VerifyWorld,
  { node, file, path, texts, values }: Documented & { values: ReadonlyMap<string, NewValue> },
): Promise<{ sentences: number; left: Verified["left"] }> {
  const plain = Object.fromEntries([...texts].map(([key, { text }]) => [key, text]));
  const mended = fixDrift(file, values, plain, now().toISOString());
  const model = node.name;
  const left: Verified["left"][number][] = [
    ...mended.removed.map((one) => ({ model, ...one, reason: `taken out: ${one.reason}` })),
    ...mended.theirs.map((one) => ({ model, ...one, reason: `a person's words: ${one.reason}` })),
  ];
  if (mended.fixed.length + mended.removed.length === 0) return { sentences: 0, left };

  let text = (await files.read(path)) ?? "";
  for (const [key, wanted] of Object.entries(mended.texts)) {
    const place = texts.get(key)?.place;
    if (place === undefined) continue;
    const edited = editText(text, place, () => wanted);
    if ("refused" in edited) {
      const reason = `${path} was not changed: ${edited.refused}`;
      return {
        sentences: 0,
        left: [...left, { model, column: place.column ?? null, sentence: wanted, reason }],
      };
    }
    text = edited.text;
  }
  await files.write(path, text);
  await files.write(factPath(project, model), writeFactFile(mended.file));
  return { sentences: mended.fixed.length, left };
}

function plainTexts({ texts }: Documented): Record<string, string> {
  return Object.fromEntries([...texts].map(([key, { text }]) => [key, text]));
}
