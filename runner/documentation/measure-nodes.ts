import { sha256 } from "#agents-schema/digest.ts";
import type { NumberlessFact } from "../profile/to-facts.ts";
import type { DocumentRequest, DocumentWorld } from "./document-world.ts";
import { inParallel } from "./in-parallel.ts";
import { measureNode } from "./measure-node.ts";
import type { MeasuredNode, MeasuredPage } from "./measured-node.ts";
import type { ProjectNode } from "./project-node.ts";
import type { WarehousePool } from "./warehouse-pool.ts";

export interface Measurements {
  nodes: ReadonlyMap<string, MeasuredNode>;
  /** From the notebook: all of them at once would not fit into memory. */
  factsOf(name: string): Promise<readonly NumberlessFact[]>;
  /** Lets go of what only the search for keys needs: of thousands of relations it is much. */
  forgetSketches(): void;
}

/**
 * Measures all nodes, several at once. What the notebook has of an earlier documentation that was stopped is
 * not measured again, unless the node has another SQL by now.
 */
export async function measureNodes(
  world: DocumentWorld,
  request: DocumentRequest,
  pool: WarehousePool | undefined,
  nodes: readonly ProjectNode[],
): Promise<Measurements> {
  const { notebook, signal, report } = world;
  const measured = new Map<string, MeasuredNode>();
  const inWork = new Set<string>();
  let failed = 0;
  const tell = () =>
    report({
      step: "measuring",
      total: nodes.length,
      done: measured.size,
      failed,
      inWork: [...inWork],
      cost_usd: 0,
      tokens: 0,
    });

  await inParallel(nodes, request.concurrency, signal, async (node) => {
    inWork.add(node.name);
    tell();
    const key = await keyOf(world, request, node);
    const { facts: _, ...known } = await pageOf(key, node);
    if (known.isFailure) failed += 1;
    measured.set(node.name, known);
    inWork.delete(node.name);
    tell();
  });
  const keys = new Map(nodes.map((node) => [node.name, node]));
  return {
    nodes: measured,
    async factsOf(name) {
      const node = keys.get(name);
      if (node === undefined) return [];
      const text = await notebook.get(await keyOf(world, request, node));
      return text === undefined ? [] : pageFrom(text).facts;
    },
    forgetSketches() {
      for (const [name, { profile, ...node }] of measured) {
        if (profile === undefined) continue;
        const columns = profile.columns.map((column) => ({ ...column, sketch: undefined }));
        measured.set(name, { ...node, profile: { ...profile, columns } });
      }
    },
  };

  async function pageOf(key: string, node: ProjectNode): Promise<MeasuredPage> {
    const text = await notebook.get(key);
    if (text !== undefined) return pageFrom(text);
    const page = await measureNode(world, request, pool, node);
    // A failure may be over next time.
    if (page.isFailure) return page;
    await notebook.put(key, JSON.stringify(page));
    return page;
  }
}

async function keyOf(
  { files }: DocumentWorld,
  { access }: DocumentRequest,
  { name, kind, path }: ProjectNode,
): Promise<string> {
  const text = kind === "model" ? await files.read(path) : "";
  return `measured ${name} ${sha256(JSON.stringify([text, access])).slice(0, 16)}`;
}

/** The notebook is ours: nobody else writes into it. */
function pageFrom(text: string): MeasuredPage {
  const page: MeasuredPage = JSON.parse(text);
  return page;
}
