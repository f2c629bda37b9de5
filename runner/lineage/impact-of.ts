import type { DbtProject } from "../dbt/dbt-project.ts";
import type { AnalysisRequest, LineageReader } from "./analysis-request.ts";
import type { ColumnLineage } from "./column-lineage.ts";
import { type GraphNodeKind, projectGraph } from "./project-graph.ts";
import { resolveProjectLineage } from "./resolve-project-lineage.ts";
import {
  type ColumnChanges,
  changedColumns,
  isChanged,
  noChanges,
} from "./state/changed-columns.ts";
import { decidesRowsUnseen } from "./state/decides-rows.ts";
import { modifiedNodes, type NodeChange } from "./state/modified-nodes.ts";
import type { ProjectSide } from "./state/project-side.ts";
import { spreadChanges } from "./state/spread-changes.ts";
import { type ColumnUser, prepareUsers } from "./users-of.ts";
import { walkGraph } from "./walk-graph.ts";

export interface Impact {
  changed: readonly (NodeChange & { path: string; columns: ColumnChanges })[];
  /** Changed by what they read; `columns` in lower case. */
  downstream: readonly {
    id: string;
    kind: GraphNodeKind;
    columns: readonly string[] | "all";
    reasons: readonly string[];
  }[];
  /** They come after a change but read only columns that it leaves as they were. */
  untouched: readonly string[];
  /** Each column that was removed, renamed, redefined or added, with who uses it, to the leaves. */
  columns: readonly {
    node: string;
    column: string;
    change: "added" | "removed" | "renamed" | "redefined";
    to: string | undefined;
    users: readonly ColumnUser[];
  }[];
  /** Generic tests on what is changed or reached. */
  tests: readonly { node: string; column: string | undefined; test: string }[];
  /** What cannot be told, and why. */
  unclear: readonly { id: string; reason: string }[];
}

export interface ImpactWorld {
  base: ProjectSide;
  head: ProjectSide;
  analyst: LineageReader;
  dialect: AnalysisRequest["dialect"];
  signal?: AbortSignal;
}

/** Settings that change nothing of what readers get. */
const quiet =
  /^(?:config\.(?:tags|group|access|materialized|docs|meta)|contract|persisted descriptions)$/;

/** What differs between two versions of a project, and what it comes to. */
export async function impactOf(world: ImpactWorld): Promise<Impact> {
  const { base, head, signal } = world;
  const changes = modifiedNodes(base, head);
  const after = projectGraph(head.project);
  const before = projectGraph(base.project);
  const ids = changes.map(({ id }) => id);
  const only = new Set([
    ...ids,
    ...walkGraph(after, ids, "down").keys(),
    ...walkGraph(before, ids, "down").keys(),
  ]);
  const resolve = (side: ProjectSide) =>
    resolveProjectLineage({
      ...world,
      project: side.project,
      textOf: async (path) => side.files.get(path),
      only,
      ...(signal === undefined ? {} : { signal }),
    });
  const was = await resolve(base);
  const is = await resolve(head);

  const own = new Map(
    changes.map((change) => {
      const found = columnsOf(change, was.lineages, is.lineages);
      return [change.id, mayChangeUnseen(change.id) ? { ...found, rows: true } : found];
    }),
  );
  // A `*` over something changed gives other columns though the node's own text is the same.
  const gained = new Map(
    [...only].flatMap((id) => {
      if (own.has(id)) return [];
      const [old, now] = [was.lineages.get(id), is.lineages.get(id)];
      if (old?.kind !== "known" || now?.kind !== "known") return [];
      const found = {
        ...changedColumns(old, now),
        redefined: [],
        rows: false,
        unclear: undefined,
      };
      return isChanged(found) ? [[id, found] as const] : [];
    }),
  );
  const { reached, untouched } = spreadChanges({
    own,
    gained,
    graph: after,
    lineages: is.lineages,
    before: was.lineages,
  });
  const oldUsers = prepareUsers(was.lineages);
  const newUsers = prepareUsers(is.lineages);
  return {
    changed: changes.map((change) => ({
      ...change,
      path: (after.nodes.get(change.id) ?? before.nodes.get(change.id))?.path ?? "",
      columns: own.get(change.id) ?? noChanges,
    })),
    downstream: [...reached].map(([id, { columns, reasons }]) => ({
      id,
      kind: after.nodes.get(id)?.kind ?? "model",
      columns: columns === "all" ? columns : [...columns],
      reasons,
    })),
    untouched,
    columns: [...own, ...gained].flatMap(([node, found]) => [
      ...found.removed.map((column) => ({
        node,
        column,
        change: "removed" as const,
        to: undefined,
        users: oldUsers({ node, column }),
      })),
      ...found.renamed.map(({ from, to }) => ({
        node,
        column: from,
        change: "renamed" as const,
        to,
        users: oldUsers({ node, column: from }),
      })),
      ...found.redefined.map((column) => ({
        node,
        column,
        change: "redefined" as const,
        to: undefined,
        users: newUsers({ node, column }),
      })),
      ...found.added.map((column) => ({
        node,
        column,
        change: "added" as const,
        to: undefined,
        users: newUsers({ node, column }),
      })),
    ]),
    tests: testsOn(head.project, new Set([...ids, ...reached.keys()])),
    unclear: unclearOf(new Set([...ids, ...reached.keys()]), is.lineages),
  };

  function mayChangeUnseen(id: string): boolean {
    const [old, now] = [before.nodes.get(id), after.nodes.get(id)];
    if (old === undefined || now === undefined || now.kind !== "model") return false;
    const kinds = [old, now].map(({ config }) => config?.materialized);
    if (kinds[0] !== kinds[1] && kinds.includes("incremental")) return true;
    return decidesRowsUnseen(base.files.get(old.path) ?? "", head.files.get(now.path) ?? "");
  }
}

function columnsOf(
  { id, kind, change, reasons }: NodeChange,
  was: ReadonlyMap<string, ColumnLineage>,
  is: ReadonlyMap<string, ColumnLineage>,
): ColumnChanges {
  if (reasons.every((reason) => quiet.test(reason))) return noChanges;
  const [old, now] = [was.get(id), is.get(id)];
  if (kind !== "model" && kind !== "snapshot") return { ...noChanges, rows: true };
  if (change !== "modified" || old === undefined || now === undefined) {
    const known = now ?? old;
    const names = known?.kind === "known" ? known.columns.map(({ name }) => name) : [];
    const isGone = change === "removed";
    return { ...noChanges, added: isGone ? [] : names, removed: isGone ? names : [], rows: true };
  }
  const found = changedColumns(old, now);
  // A setting may decide which rows are kept; a variable or macro shows in the SQL that was read.
  const isSet = reasons.some(
    (reason) => /^(?:config\.|relation|what it reads|package:)/.test(reason) && !quiet.test(reason),
  );
  return isSet ? { ...found, rows: true } : found;
}

function testsOn(project: DbtProject, ids: ReadonlySet<string>): Impact["tests"] {
  const all = [...project.models, ...project.seeds, ...project.snapshots, ...project.sources];
  return all
    .filter(({ name }) => ids.has(name))
    .flatMap(({ name, tests, columns }) => [
      ...tests.map((test) => ({ node: name, column: undefined, test })),
      ...columns.flatMap((column) =>
        column.tests.map((test) => ({ node: name, column: column.name, test })),
      ),
    ]);
}

function unclearOf(
  ids: ReadonlySet<string>,
  lineages: ReadonlyMap<string, ColumnLineage>,
): Impact["unclear"] {
  return [...ids].flatMap((id) => {
    const lineage = lineages.get(id);
    if (lineage === undefined) return [];
    if (lineage.kind === "unknown") return [{ id, reason: lineage.reason }];
    const columns = (lineage.unclear ?? []).map(({ name, reason }) => ({
      id: `${id}.${name}`,
      reason,
    }));
    const { others } = lineage;
    return others === undefined || others.from !== undefined
      ? columns
      : [...columns, { id, reason: `some of its columns: ${others.reason}` }];
  });
}
