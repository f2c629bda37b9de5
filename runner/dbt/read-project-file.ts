import { z } from "zod";
import { parseYaml } from "./parse-yaml.ts";

export interface ProjectFile {
  name: string;
  profile: string | undefined;
  modelPaths: readonly string[];
  seedPaths: readonly string[];
  macroPaths: readonly string[];
  /** The trees of settings under `models:` and `seeds:`. */
  models: unknown;
  seeds: unknown;
  vars: Readonly<Record<string, unknown>>;
}

const paths = z
  .array(z.string().transform((path) => path.replace(/^(?:\.\/)+|\/+$/g, "")))
  .min(1)
  .optional()
  .catch(undefined);
const File = z.looseObject({
  name: z.string().catch("default"),
  profile: z.string().optional().catch(undefined),
  "model-paths": paths,
  "source-paths": paths,
  "seed-paths": paths,
  "data-paths": paths,
  "macro-paths": paths,
  models: z.unknown().optional(),
  seeds: z.unknown().optional(),
  vars: z.record(z.string(), z.unknown()).catch({}),
});

/** Reads dbt_project.yml; what it leaves out has dbt's defaults. */
export function readProjectFile(text: string): ProjectFile | { problem: string } {
  const yaml = parseYaml(text);
  if ("problem" in yaml) return yaml;
  const parsed = File.safeParse(yaml.value ?? {});
  if (!parsed.success) return { problem: "a mapping is expected" };

  const file = parsed.data;
  return {
    name: file.name,
    profile: file.profile,
    modelPaths: file["model-paths"] ?? file["source-paths"] ?? ["models"],
    seedPaths: file["seed-paths"] ?? file["data-paths"] ?? ["seeds"],
    macroPaths: file["macro-paths"] ?? ["macros"],
    models: file.models,
    seeds: file.seeds,
    vars: {
      ...file.vars,
      ...z.record(z.string(), z.unknown()).catch({}).parse(file.vars[file.name]),
    },
  };
}
