import { asList, asRecord } from "#agents-schema/shapes.ts";
import { parseYaml } from "../../dbt/parse-yaml.ts";
import type { ProjectSide } from "./project-side.ts";

const listings = ["packages.yml", "dependencies.yml", "package-lock.yml"];

/** Names of packages whose version is another, is new or is gone. */
export function packageChanges(base: ProjectSide, head: ProjectSide): readonly string[] {
  const [was, is] = [versionsOf(base), versionsOf(head)];
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => was.get(name) !== is.get(name)).sort();
}

function versionsOf({ project, files }: ProjectSide): Map<string, string> {
  const versions = new Map<string, string>();
  for (const listing of listings) {
    const path = project.root === "" ? listing : `${project.root}/${listing}`;
    const read = parseYaml(files.get(path) ?? "");
    const { packages } = asRecord("value" in read ? read.value : undefined);
    for (const one of asList(packages)) {
      const name = nameOf(asRecord(one));
      if (name === undefined) continue;
      versions.set(name, `${versions.get(name) ?? ""}${JSON.stringify(one)}`);
    }
  }
  return versions;
}

/** `dbt-labs/dbt_utils`, or the last part of where it comes from. */
function nameOf(entry: Record<string, unknown>): string | undefined {
  const written = entry.package ?? entry.git ?? entry.local ?? entry.tarball ?? entry.name;
  if (typeof written !== "string") return undefined;
  const last = written
    .replace(/\.git$/, "")
    .split("/")
    .at(-1);
  return last?.replaceAll("-", "_");
}
