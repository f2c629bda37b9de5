import { defaultSettings } from "#agents-schema/default-settings.ts";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { readShelf } from "#agents-schema/read-shelf.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { shelfPaths } from "#agents-schema/shelf-paths.ts";
import type { Repository } from "#runner/ports.ts";

/** An agent file of more bytes is not read; `buster validate` says so of it. */
const maxAgentFile = 256 * 1024;

/** The agents and settings of one commit. */
export async function shelfAt(repository: Repository, sha: string): Promise<Shelf> {
  const tree = await repository.tree(sha);
  const text = await repository.readFile(sha, "buster.yml");
  const settings = parseSettingsFile(text ?? "").settings ?? defaultSettings;
  const readable = tree.filter(({ size }) => size <= maxAgentFile).map(({ path }) => path);
  const paths = shelfPaths(readable, settings);
  return readShelf(text, await repository.readFiles(sha, paths));
}
