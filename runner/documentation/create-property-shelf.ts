import { choosePropertyFile } from "../dbt/properties/choose-property-file.ts";
import { spliceDocumentation } from "../dbt/properties/splice-documentation.ts";
import type { ProjectFiles } from "../ports/project-files.ts";
import type { WantedDocumentation } from "../writing/wanted-documentation.ts";
import type { ProjectNode } from "./project-node.ts";

export type Put =
  | { kind: "put"; path: string; isChanged: boolean; notes: readonly string[] }
  | { kind: "refused"; path: string; reason: string };

/** The property files of a project, read once and edited one at a time. */
export interface PropertyShelf {
  put(
    node: ProjectNode,
    wanted: WantedDocumentation,
    ours: (key: string, text: string) => boolean,
  ): Promise<Put>;
}

/** With `dryRun` files are edited in memory only. */
export function createPropertyShelf(
  files: ProjectFiles,
  { layout, dryRun }: { layout: "dbt" | "buster"; dryRun: boolean },
): PropertyShelf {
  const texts = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();

  const put: PropertyShelf["put"] = async (node, wanted, ours) => {
    const path = node.properties.yamlPath ?? (await placeFor(node));
    const before = texts.get(path) ?? (await files.read(path)) ?? "";
    const edited = spliceDocumentation(before, wanted, { layout, ours });
    if ("refused" in edited) return { kind: "refused", path, reason: edited.refused };
    const isChanged = edited.text !== before;
    const refusal = isChanged ? files.refusal?.(path) : undefined;
    if (refusal !== undefined) return { kind: "refused", path, reason: refusal };
    texts.set(path, edited.text);
    if (isChanged && !dryRun) await files.write(path, edited.text);
    const notes =
      edited.skipped.length > 0
        ? [`left alone, because anchors tie them to others: ${edited.skipped.join(", ")}`]
        : [];
    return { kind: "put", path, isChanged, notes };
  };
  // One after the other: several models live in one file.
  return {
    put(node, wanted, ours) {
      const done = last.then(() => put(node, wanted, ours));
      last = done.catch(() => undefined); // Whoever asked is told.
      return done;
    },
  };

  async function placeFor(node: ProjectNode): Promise<string> {
    const beside = (await files.list()).filter(
      (path) => /\.ya?ml$/.test(path) && path.slice(0, path.lastIndexOf("/")) === node.folder,
    );
    const read = await Promise.all(
      beside.map(async (path) => ({
        path,
        text: texts.get(path) ?? (await files.read(path)) ?? "",
      })),
    );
    return choosePropertyFile({ name: node.name, path: node.path }, read);
  }
}
