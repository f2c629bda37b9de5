import { join } from "node:path";
import { defaultSettings } from "#agents-schema/default-settings.ts";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { readShelf } from "#agents-schema/read-shelf.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { findAgentFiles } from "./find-agent-files.ts";
import { readPlainFile } from "./read-plain-file.ts";

/** The agents and settings in a directory as they are now, committed or not. What cannot be read counts as broken. */
export async function readLocalShelf(directory: string): Promise<Shelf> {
  const settingsFile = await readPlainFile(join(directory, "buster.yml"));
  const settingsText = settingsFile.kind === "text" ? settingsFile.text : undefined;
  const settings = parseSettingsFile(settingsText ?? "").settings ?? defaultSettings;
  const texts = new Map<string, string>();
  const unread: { path: string; why: string }[] = [];
  if (settingsFile.kind === "refused") unread.push({ path: "buster.yml", why: settingsFile.why });
  for (const path of await findAgentFiles(directory, settings)) {
    const file = await readPlainFile(join(directory, path));
    if (file.kind === "text") texts.set(path, file.text);
    else unread.push({ path, why: file.why });
  }

  const shelf = readShelf(settingsText, texts);
  const refused = unread.map(({ path, why }) => ({
    path,
    mistakes: [{ line: 1, column: 1, path: "", message: why, hint: "" }],
  }));
  return { ...shelf, broken: [...shelf.broken, ...refused] };
}
