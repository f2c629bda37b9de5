import { createPlacement } from "../dbt/properties/choose-property-file.ts";
import { spliceDocumentation } from "../dbt/properties/splice-documentation.ts";
import type { ProjectFiles } from "../ports/project-files.ts";
import type { WantedDocumentation } from "../writing/wanted-documentation.ts";
import type { ProjectNode } from "./project-node.ts";
import { textsOf } from "./texts-of.ts";

export type Put =
  | {
      kind: "put";
      path: string;
      isChanged: boolean;
      notes: readonly string[];
      /** Columns with a description; counted only where something was left alone. */
      described: number | undefined;
    }
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
  /** Of a dry run: what would stand in the files by now. */
  const texts = new Map<string, string>();
  const placements = new Map<string, (model: string) => string>();
  let paths: readonly string[] | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const put: PropertyShelf["put"] = async (node, wanted, ours) => {
    const path = node.properties.yamlPath ?? (await placeFor(node));
    const done = await putInto(path, node, wanted, ours);
    const own = `${node.folder === "." ? "" : `${node.folder}/`}${node.name}.yml`;
    const mayBegin = done.kind === "refused" && node.properties.yamlPath === undefined;
    // A file that cannot be edited is no reason to leave a model out that it does not know.
    if (!mayBegin || own === path || (await files.read(own)) !== undefined) return done;
    return putInto(own, node, wanted, ours);
  };

  async function putInto(
    path: string,
    node: ProjectNode,
    wanted: WantedDocumentation,
    ours: (key: string, text: string) => boolean,
  ): Promise<Put> {
    const before = texts.get(path) ?? (await files.read(path)) ?? "";
    const edited = spliceDocumentation(before, wanted, { layout, ours });
    if ("refused" in edited) return { kind: "refused", path, reason: edited.refused };
    const isChanged = edited.text !== before;
    const refusal = isChanged ? files.refusal?.(path) : undefined;
    if (refusal !== undefined) return { kind: "refused", path, reason: refusal };
    if (dryRun) texts.set(path, edited.text);
    else if (isChanged) await files.write(path, edited.text);
    const notes = edited.skipped.map((what) => `left alone in ${path}: ${what}`);
    const described =
      notes.length === 0
        ? undefined
        : [...textsOf(edited.text, node)].filter(
            ([key, { place }]) => key !== "" && key === place.column && place.option === undefined,
          ).length;
    return { kind: "put", path, isChanged, notes, described };
  }
  // One after the other: several models live in one file.
  return {
    put(node, wanted, ours) {
      const done = last.then(() => put(node, wanted, ours));
      last = done.catch(() => undefined); // Whoever asked is told.
      return done;
    },
  };

  /** As the directory did it before: files of this documentation are no habit of its people. */
  async function placeFor({ name, folder }: ProjectNode): Promise<string> {
    const known = placements.get(folder);
    if (known !== undefined) return known(name);
    paths ??= await files.list();
    const beside = paths.filter(
      (path) =>
        /\.ya?ml$/.test(path) &&
        (path.slice(0, Math.max(0, path.lastIndexOf("/"))) || ".") === folder,
    );
    const read = await Promise.all(
      beside.map(async (path) => ({ path, text: (await files.read(path)) ?? "" })),
    );
    const placement = createPlacement(folder === "." ? "" : `${folder}/`, read);
    placements.set(folder, placement);
    return placement(name);
  }
}
