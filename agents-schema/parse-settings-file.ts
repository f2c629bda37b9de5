import { defaultSettings } from "./default-settings.ts";
import { explainIssues } from "./explain-issues.ts";
import { inFileOrder } from "./in-file-order.ts";
import type { Mistake } from "./mistake.ts";
import { RawSettings } from "./raw-settings.ts";
import { readYaml } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";

/** Reads `buster.yml`. An empty file means the defaults. All mistakes at once; never throws. */
export function parseSettingsFile(text: string): {
  settings: Settings | undefined;
  mistakes: Mistake[];
} {
  const file = readYaml(text);
  if (file.value === null && file.mistakes.length === 0) {
    return { settings: defaultSettings, mistakes: [] };
  }
  if (file.value === undefined)
    return { settings: undefined, mistakes: inFileOrder(file.mistakes) };

  const parsed = RawSettings.safeParse(file.value);
  const mistakes = inFileOrder([
    ...file.mistakes,
    ...explainIssues(file, parsed.error?.issues ?? []),
  ]);
  if (mistakes.length > 0 || !parsed.success) return { settings: undefined, mistakes };
  return { settings: toSettings(parsed.data), mistakes };
}

function toDocumentation(raw: RawSettings["documentation"]): Settings["documentation"] {
  const usual = defaultSettings.documentation;
  return {
    onConnect: raw?.on_connect ?? usual.onConnect,
    layout: raw?.layout ?? usual.layout,
    select: raw?.select ?? usual.select,
    concurrency: raw?.concurrency ?? usual.concurrency,
    denyColumns: raw?.deny_columns ?? usual.denyColumns,
    denySchemas: raw?.deny_schemas ?? usual.denySchemas,
  };
}

function toSettings(raw: RawSettings): Settings {
  return {
    projects: (raw.projects ?? []).map((project) => ({
      name: project.name,
      path: (project.path ?? ".").replace(/^(?:\.\/)+/, "").replace(/\/+$/, "") || ".",
      dataSource: project.data_source ?? null,
      database: project.database ?? null,
      schema: project.schema ?? null,
      include: project.include ?? ["**/*.yml", "**/*.yaml"],
      exclude: project.exclude ?? [],
    })),
    agents: raw.agents ?? defaultSettings.agents,
    people: (raw.people ?? []).map(({ github, slack }) => ({
      github: github.replace(/^@/, ""),
      slack,
    })),
    slack: { channel: raw.slack?.channel ?? null },
    documentation: toDocumentation(raw.documentation),
  };
}
