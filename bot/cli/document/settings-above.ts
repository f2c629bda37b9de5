import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import type { DocumentRequest } from "#runner/documentation/document-world.ts";
import { WorldFailure } from "#runner/ports.ts";

/** What `documentation` of a `buster.yml` says; without one nothing is closed and the layout is dbt's. */
export interface DocumentationSettings extends Pick<DocumentRequest, "layout"> {
  access?: NonNullable<DocumentRequest["access"]>;
}

/**
 * The layout, and what `documentation.deny_columns` and `deny_schemas` close, by the nearest `buster.yml` in a
 * directory or above it, up to the root of its git work tree. Rejects with WorldFailure
 * `repository-unavailable` when the file cannot be read or has mistakes: what it closes is not known then.
 */
export async function settingsAbove(directory: string): Promise<DocumentationSettings> {
  const path = join(directory, "buster.yml");
  if (await exists(path)) return settingsIn(path);
  const above = dirname(directory);
  if (above === directory || (await exists(join(directory, ".git")))) return { layout: "dbt" };
  return settingsAbove(above);
}

async function settingsIn(path: string): Promise<DocumentationSettings> {
  const doing = `reading which columns ${path} closes`;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new WorldFailure("repository-unavailable", doing, { cause });
  });
  const { settings, mistakes } = parseSettingsFile(text);
  if (settings === undefined) {
    const [first] = mistakes;
    const why = first === undefined ? "it has mistakes" : `line ${first.line}: ${first.message}`;
    throw new WorldFailure("repository-unavailable", `${doing}: ${why}`);
  }
  const { denyColumns, denySchemas, layout } = settings.documentation;
  if (denyColumns.length === 0 && denySchemas.length === 0) return { layout };
  return { layout, access: { allowSchemas: [], denySchemas, denyColumns } };
}

/** Whatever is there: a link that leads nowhere must not hide what is closed. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return false;
    throw new WorldFailure("repository-unavailable", `looking for ${path}`, { cause });
  }
}
