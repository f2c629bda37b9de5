import { addCost } from "#agents-schema/add-cost.ts";
import { sha256 } from "#agents-schema/digest.ts";
import type { Fact } from "#agents-schema/fact.ts";
import { noCost } from "#agents-schema/run.ts";
import { isEmptyText } from "../dbt/is-empty-text.ts";
import type { FactFile } from "../facts/fact-file.ts";
import { numberFacts } from "../facts/number-facts.ts";
import { writeFactFile } from "../facts/write-fact-file.ts";
import type { CompositeKey, Relationship } from "../keys/relationship.ts";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { WorldFailure } from "../ports.ts";
import { quote } from "../profile/quote.ts";
import type { Inherited } from "../writing/brief.ts";
import { createPropertyShelf } from "./create-property-shelf.ts";
import type { DocumentRequest, DocumentWorld } from "./document-world.ts";
import type { DocumentedNode } from "./documentation-report.ts";
import { draftNode, type NodeDraft, plainOf } from "./draft-node.ts";
import { inParallel } from "./in-parallel.ts";
import type { Measurements } from "./measure-nodes.ts";
import type { ProjectNode } from "./project-node.ts";
import { factPath } from "./read-fact-files.ts";
import { whatIsMissing } from "./what-is-missing.ts";

/** What is known when the writing begins. */
export interface Knowledge {
  measured: Measurements;
  lineages: ReadonlyMap<string, ColumnLineage>;
  relationships: readonly Relationship[];
  compositeKeys: readonly CompositeKey[];
  downstream(name: string): readonly string[];
  inherited(name: string): readonly Inherited[];
  previous: ReadonlyMap<string, FactFile>;
}

const unknown: ColumnLineage = { kind: "unknown", reason: "it has no SQL" };

/** Writes the documentation of all nodes, several at once, in lineage order. A node that fails does not stop the others. */
export async function writeNodes(
  world: DocumentWorld,
  request: DocumentRequest,
  nodes: readonly ProjectNode[],
  knowledge: Knowledge,
): Promise<{
  documented: readonly DocumentedNode[];
  files: readonly string[];
  usd: number;
  tokens: number;
}> {
  const { project, files, signal, report } = world;
  const shelf = createPropertyShelf(files, request);
  const documented = new Map<string, DocumentedNode>();
  const changed = new Set<string>();
  const inWork = new Set<string>();
  let cost = noCost;
  let failed = 0;
  const tell = () =>
    report({
      step: "writing",
      total: nodes.length,
      done: documented.size,
      failed,
      inWork: [...inWork],
      cost_usd: cost.usd,
      tokens: cost.inputTokens + cost.outputTokens,
    });

  await inParallel(nodes, request.concurrency, signal, async (node) => {
    inWork.add(node.name);
    tell();
    const done = await document(node);
    inWork.delete(node.name);
    if (done === undefined) return;
    if (done.status === "failed") failed += 1;
    documented.set(node.name, done);
    tell();
  });
  return {
    documented: nodes.flatMap(({ name }) => documented.get(name) ?? []),
    files: [...changed].sort(),
    usd: cost.usd,
    tokens: cost.inputTokens + cost.outputTokens,
  };

  /** undefined: it was stopped in the middle. */
  async function document(node: ProjectNode): Promise<DocumentedNode | undefined> {
    const measured = knowledge.measured.nodes.get(node.name);
    const previous = knowledge.previous.get(node.name);
    const own = knowledge.relationships.filter(({ child }) => child.subject === node.name);
    const keys = knowledge.compositeKeys.filter(({ subject }) => subject === node.name);
    const measuredFacts = await knowledge.measured.factsOf(node.name);
    const facts = numberFacts(previous, [
      // How old the newest row is changes with every look: it is for alarms, not for a file.
      ...measuredFacts.filter(({ metric }) => metric !== "freshness_seconds"),
      ...own.flatMap((one) => one.facts),
      ...keys.map(({ fact }) => fact),
    ]);
    const sql = node.kind === "model" ? await files.read(node.path) : undefined;
    const lineage = knowledge.lineages.get(node.name) ?? unknown;
    const about = { node, measured, previous, lineage, facts, own };
    if (measured?.profile === undefined && (previous?.facts.length ?? 0) > 0) return keep(about);
    try {
      const draft = await draftNode(
        world.writer,
        {
          name: node.name,
          kind: node.kind,
          sql,
          profile: measured?.profile,
          unmeasured: measured?.unmeasured,
          facts,
          lineage,
          upstream: node.reads,
          downstream: knowledge.downstream(node.name),
          relationships: own,
          compositeKeys: keys,
          existing: node.properties,
          inherited: knowledge.inherited(node.name),
          denied: measured?.denied ?? [],
        },
        previous,
        signal,
      );
      cost = addCost(cost, draft.cost);
      return await put(about, draft, sql);
    } catch (cause) {
      if (signal.aborted) return undefined;
      if (!(cause instanceof WorldFailure)) {
        world.log.error(
          { node: node.name, err: cause },
          "documenting went wrong by our own mistake",
        );
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      return { ...emptyReport(about), status: "failed", problems: [reason] };
    }
  }

  /** What was measured before is worth more than nothing: all of it stays until it can be measured again. */
  function keep(about: About): DocumentedNode {
    const base = emptyReport(about);
    const { measured, previous } = about;
    return {
      ...base,
      status: measured?.isFailure === true ? "failed" : "unchanged",
      facts: previous?.facts.length ?? 0,
      problems: [...base.problems, "its documentation was left as it is"],
    };
  }

  async function holds(path: string, text: string): Promise<boolean> {
    return files.holds === undefined ? (await files.read(path)) === text : files.holds(path, text);
  }

  async function put(
    about: About,
    draft: NodeDraft,
    sql: string | undefined,
  ): Promise<DocumentedNode> {
    const { node, measured, previous, facts } = about;
    const known = new Map(
      Object.entries(draft.known).map(([key, hash]) => [key.toLowerCase(), hash]),
    );
    const place = await shelf.put(
      node,
      draft.wanted,
      (key, text) => known.get(key.toLowerCase()) === sha256(text.trim()),
    );
    const base = { ...emptyReport(about), path: place.path };
    const rest = {
      leftOut: draft.leftOut.map(plainOf),
      contradictions: draft.contradictions,
      disproved: draft.disproved,
    };
    if (place.kind === "refused") {
      const problems = [...base.problems, `${place.path} was not changed: ${place.reason}`];
      return { ...base, ...rest, status: "skipped", problems };
    }
    if (place.isChanged) changed.add(place.path);
    const path = factPath(project, node.name);
    const file = writeFactFile({
      subject: node.name,
      relation:
        measured?.profile === undefined
          ? (previous?.relation ?? "")
          : relationOf(measured.profile.relation),
      path: place.path,
      ...(sql === undefined ? {} : { sql: sha256(sql) }),
      facts,
      statements: draft.statements,
      written: draft.written,
    });
    const notes = [...place.notes];
    const refusal = files.refusal?.(path);
    if (refusal !== undefined) notes.push(`its facts were not kept: ${refusal}`);
    else if (facts.length + draft.statements.length > 0 && !(await holds(path, file))) {
      changed.add(path);
      if (!request.dryRun) await files.write(path, file);
    }
    const described = place.described ?? describedAfter(node, draft);
    const isFailed = measured?.isFailure === true;
    return {
      ...base,
      ...rest,
      status: isFailed ? "failed" : place.isChanged ? "documented" : "unchanged",
      described,
      problems: [...base.problems, ...notes],
    };
  }
}

interface About {
  node: ProjectNode;
  measured: ReturnType<Measurements["nodes"]["get"]>;
  previous: FactFile | undefined;
  lineage: ColumnLineage;
  facts: readonly Fact[];
  own: readonly Relationship[];
}

function emptyReport({ node, measured, lineage, facts, own }: About): DocumentedNode {
  const before = describedColumns(node);
  const names = new Set([
    ...(measured?.columns ?? []).map(({ name }) => name.toLowerCase()),
    ...(lineage.kind === "known" ? lineage.columns : []).map(({ name }) => name.toLowerCase()),
    ...node.properties.columns.map(({ name }) => name.toLowerCase()),
  ]);
  return {
    name: node.name,
    kind: node.kind,
    status: "unchanged",
    path: node.properties.yamlPath ?? null,
    columns: names.size,
    described: before.size,
    describedBefore: before.size,
    facts: facts.length,
    relationships: own.map(({ child, parent, cardinality, coverage }) => ({
      column: child.column,
      to: parent.subject,
      to_column: parent.column,
      cardinality,
      coverage,
    })),
    problems: [
      ...(measured?.unmeasured === undefined ? [] : [measured.unmeasured]),
      ...(measured?.profile?.notes ?? []),
      ...whatIsMissing(measured, lineage),
    ],
    leftOut: [],
    disproved: [],
    contradictions: [],
  };
}

function describedColumns({ properties }: ProjectNode): Set<string> {
  return new Set(
    properties.columns
      .filter(({ description }) => !isEmptyText(description))
      .map(({ name }) => name.toLowerCase()),
  );
}

function describedAfter(node: ProjectNode, { wanted }: NodeDraft): number {
  const described = describedColumns(node);
  for (const { name, description } of wanted.columns) {
    if (description !== undefined) described.add(name.toLowerCase());
  }
  return described.size;
}

function relationOf(relation: Parameters<typeof quote.relation>[0]): string {
  return quote.relation(relation).replaceAll('"', "");
}
