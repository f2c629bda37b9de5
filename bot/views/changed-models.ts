import { parse } from "yaml";
import type { FileChange } from "#agents-schema/effect.ts";
import { asList, asRecord } from "#agents-schema/shapes.ts";

/** A property file beyond this is not worth parsing for a card. */
const maxParsed = 256 * 1024;

/** dbt models that the changes touch: by their SQL file, or by their entry in a property file. */
export function changedModels(changes: readonly FileChange[]): string[] {
  const names = changes.flatMap(({ path, before, content }) => {
    const model = /(?:^|\/)models\/(?:.*\/)?([^/]+)\.(?:sql|py)$/.exec(path)?.[1];
    if (model !== undefined) return [model];
    if (!/\.ya?ml$/.test(path)) return [];
    const old = entries(before);
    const now = entries(content);
    return [...new Set([...old.keys(), ...now.keys()])].filter(
      (name) => old.get(name) !== now.get(name),
    );
  });
  return [...new Set(names)].sort();
}

function entries(text: string | null): Map<string, string> {
  if (text === null || text.length > maxParsed) return new Map();
  try {
    const file: unknown = parse(text, { maxAliasCount: 50, logLevel: "silent" });
    return new Map(
      asList(asRecord(file).models).map((model) => [
        String(asRecord(model).name),
        JSON.stringify(model),
      ]),
    );
  } catch {
    // A file that cannot be read names no models; the diff shows what is in it.
    return new Map();
  }
}
