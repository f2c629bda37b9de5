import { z } from "zod";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import type { DbtTarget } from "./dbt-project.ts";
import { evaluateText } from "./jinja/evaluate-text.ts";
import { plainWorld } from "./jinja/plain-world.ts";
import { parseYaml } from "./parse-yaml.ts";

const text = z.string().optional().catch(undefined);
const Output = z.looseObject({ schema: text, database: text, dbname: text, type: text });
const Profile = z.looseObject({ target: text, outputs: z.record(z.string(), Output.catch({})) });

/**
 * Where dbt builds by default: what buster.yml says of the project, else the target of a profiles.yml
 * beside dbt_project.yml. Both say it of the place where people look, not of every environment.
 */
export function readTarget(
  files: ReadonlyMap<string, string>,
  project: { name: string; root: string; profile: string | undefined },
): DbtTarget {
  const inProfiles = fromProfiles(files, project);
  const inSettings = fromSettings(files, project);
  return {
    database: inSettings?.database ?? inProfiles?.database,
    schema: inSettings?.schema ?? inProfiles?.schema,
    type: inProfiles?.type,
  };
}

function fromSettings(
  files: ReadonlyMap<string, string>,
  { name, root }: { name: string; root: string },
) {
  const projects = parseSettingsFile(files.get("buster.yml") ?? "").settings?.projects ?? [];
  const found =
    projects.find(({ path }) => path !== "." && path === root) ??
    projects.find((project) => project.name === name) ??
    (projects.length === 1 ? projects[0] : undefined);
  if (found === undefined) return undefined;
  return { database: found.database ?? undefined, schema: found.schema ?? undefined };
}

function fromProfiles(
  files: ReadonlyMap<string, string>,
  { name, root, profile }: { name: string; root: string; profile: string | undefined },
) {
  const path = root === "" ? "profiles.yml" : `${root}/profiles.yml`;
  const yaml = parseYaml(files.get(path) ?? "");
  if ("problem" in yaml) return undefined;
  const profiles = z.record(z.string(), z.unknown()).catch({}).parse(yaml.value);
  const parsed = Profile.safeParse(profiles[profile ?? name]);
  if (!parsed.success) return undefined;
  const { target, outputs } = parsed.data;
  const asked = plain(target) ?? "default";
  const output = outputs[asked] ?? Object.values(outputs)[0];
  return {
    database: plain(output?.dbname ?? output?.database),
    schema: plain(output?.schema),
    type: output?.type,
  };
}

function plain(value: string | undefined): string | undefined {
  const rendered = value === undefined ? undefined : evaluateText(value, plainWorld);
  return typeof rendered === "string" ? rendered : undefined;
}
