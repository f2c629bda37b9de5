import type { Briefing } from "../../ports.ts";
import type { ModelEvidence } from "./check-model.ts";
import { type FoundLine, findLines } from "./find-lines.ts";
import { fileKey, readFiles } from "./read-files.ts";
import { readProperties } from "./read-properties.ts";
import type { Recipe } from "./recipe.ts";

/** Models that read a changed one: how many are looked into. */
const maxReaders = 40;

/** Reads what a review of the changed models needs: them, their property files, and who reads them. */
export function* gatherEvidence(briefing: Briefing): Recipe<readonly ModelEvidence[]> {
  const { changedModels, changedFiles } = briefing;
  const names = changedModels.map(({ name }) => literally(name)).join("|");
  const isNew = new Set(
    changedFiles.filter(({ status }) => status === "added").map(({ path }) => path),
  );
  const documenting = yield* findLines(`name:\\s*["']?(${names})["']?\\s*(#.*)?$`, ["yml", "yaml"]);
  const reading = yield* findLines(`ref\\(.*["'](${names})["']\\s*[,)]`, ["sql"]);
  const readers = [...new Set(reading.map(({ path }) => path))].slice(0, maxReaders);

  const files = yield* readFiles([
    ...changedModels.map(({ path }) => ({ path, version: "workspace" as const })),
    ...changedModels
      .filter(({ path }) => !isNew.has(path))
      .map(({ path }) => ({ path, version: "base" as const })),
    ...unique([...documenting.map(({ path }) => path), ...readers]).map((path) => ({
      path,
      version: "workspace" as const,
    })),
  ]);
  const textOf = (path: string) => files.get(fileKey({ path, version: "workspace" }));

  return changedModels.flatMap(({ name, path }) => {
    const head = textOf(path);
    if (head === undefined) return [];
    const users = pathsNaming(reading, name).filter((user) => user !== path);
    return [
      {
        name,
        path,
        head,
        base: files.get(fileKey({ path, version: "base" })),
        isNew: isNew.has(path),
        properties: propertiesOf(name, unique(documenting.map((line) => line.path)), textOf),
        readers: users.flatMap((user) => {
          const sql = textOf(user);
          return sql === undefined ? [] : [{ path: user, sql }];
        }),
      },
    ];
  });
}

function propertiesOf(
  name: string,
  paths: readonly string[],
  textOf: (path: string) => string | undefined,
): ModelEvidence["properties"] {
  for (const path of paths) {
    const properties = readProperties(textOf(path) ?? "", name);
    if (properties !== undefined) return { ...properties, path };
  }
  return undefined;
}

function pathsNaming(lines: readonly FoundLine[], model: string): string[] {
  const named = new RegExp(`["']${literally(model)}["']`);
  return unique(lines.filter(({ text }) => named.test(text)).map(({ path }) => path));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
