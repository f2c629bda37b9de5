import { asList, asRecord } from "#agents-schema/shapes.ts";
import { parseYaml } from "./parse-yaml.ts";

/** What dbt_project.yml says. */
export interface ProjectFile {
  name: string;
  profile: string | undefined;
  modelPaths: readonly string[];
  seedPaths: readonly string[];
  snapshotPaths: readonly string[];
  analysisPaths: readonly string[];
  testPaths: readonly string[];
  macroPaths: readonly string[];
  docsPaths: readonly string[];
  packagesPath: string;
  /** The trees of settings under `models:`, `seeds:`, … */
  trees: Readonly<
    Record<"models" | "seeds" | "snapshots" | "sources" | "tests" | "exposures", unknown>
  >;
  vars: Readonly<Record<string, unknown>>;
}

/** Reads dbt_project.yml; what it leaves out has dbt's defaults. */
export function readProjectFile(
  text: string,
): ProjectFile | { problem: string; line: number | undefined } {
  const yaml = parseYaml(text);
  if ("problem" in yaml) return yaml;
  if (yaml.value !== null && yaml.value !== undefined && typeof yaml.value !== "object") {
    return { problem: "a mapping is expected", line: 1 };
  }
  const file = asRecord(yaml.value);
  const paths = (key: string, older: string, usual: readonly string[]) =>
    readPaths(file[key]) ?? readPaths(file[older]) ?? usual;
  const modelPaths = paths("model-paths", "source-paths", ["models"]);
  const seedPaths = paths("seed-paths", "data-paths", ["seeds"]);
  const snapshotPaths = paths("snapshot-paths", "", ["snapshots"]);
  const analysisPaths = paths("analysis-paths", "", ["analyses"]);
  const macroPaths = paths("macro-paths", "", ["macros"]);
  const packagesPath = file["packages-install-path"] ?? file["modules-path"];
  return {
    name: typeof file.name === "string" ? file.name : "default",
    profile: typeof file.profile === "string" ? file.profile : undefined,
    modelPaths,
    seedPaths,
    snapshotPaths,
    analysisPaths,
    testPaths: paths("test-paths", "", ["tests"]),
    macroPaths,
    docsPaths: readPaths(file["docs-paths"]) ?? [
      ...modelPaths,
      ...seedPaths,
      ...snapshotPaths,
      ...analysisPaths,
      ...macroPaths,
    ],
    packagesPath: typeof packagesPath === "string" ? trimmed(packagesPath) : "dbt_packages",
    trees: {
      models: file.models,
      seeds: file.seeds,
      snapshots: file.snapshots,
      sources: file.sources,
      tests: file.data_tests ?? file.tests,
      exposures: file.exposures,
    },
    vars: asRecord(file.vars),
  };
}

function readPaths(value: unknown): string[] | undefined {
  const list = asList(value).filter((path) => typeof path === "string");
  return list.length === 0 ? undefined : list.map(trimmed);
}

function trimmed(path: string): string {
  return path.replace(/^(?:\.\/)+|\/+$/g, "");
}
