import type { FileFacts } from "../facts/file-facts.ts";
import type { ProjectFile } from "../read-project-file.ts";

/** A file of the project, with where it lies below the path that makes it what it is. */
export interface PlacedFile {
  path: string;
  facts: FileFacts;
  /** Directories below the model path, or whichever it is: `marts`, `finance`. */
  directories: readonly string[];
  /** Name of the file without its ending. */
  name: string;
}

const roles = ["models", "seeds", "snapshots", "analyses", "tests", "macros"] as const;
export type Role = (typeof roles)[number];

/** One dbt project: the one that is asked about, or a package. */
export interface ProjectUnit {
  /** undefined: the project itself. */
  package: string | undefined;
  root: string;
  settings: ProjectFile;
  /** By what makes them what they are, in the order of their paths. */
  files: Readonly<Record<Role, readonly PlacedFile[]>>;
  /** Property files and blocks of documentation, anywhere below. */
  properties: readonly PlacedFile[];
  docs: readonly PlacedFile[];
}

/** Sorts the files of a project: which are models, which macros, … Those below `elsewhere` belong to others. */
export function placeFiles(
  files: ReadonlyMap<string, FileFacts>,
  {
    root,
    settings,
    elsewhere,
  }: { root: string; settings: ProjectFile; elsewhere: readonly string[] },
): Pick<ProjectUnit, "files" | "properties" | "docs"> {
  const placed: Record<Role, PlacedFile[]> = {
    models: [],
    seeds: [],
    snapshots: [],
    analyses: [],
    tests: [],
    macros: [],
  };
  const properties: PlacedFile[] = [];
  const docs: PlacedFile[] = [];
  const bases: readonly (readonly [Role, readonly string[]])[] = [
    ["models", settings.modelPaths],
    ["seeds", settings.seedPaths],
    ["snapshots", settings.snapshotPaths],
    ["analyses", settings.analysisPaths],
    ["tests", settings.testPaths],
    ["macros", settings.macroPaths],
  ];
  const places = bases.flatMap(([role, paths]) =>
    paths.map((path) => ({ role, base: inside(root, path) })),
  );
  const docsBases = settings.docsPaths.map((path) => inside(root, path));

  for (const path of [...files.keys()].sort()) {
    const facts = files.get(path);
    if (facts === undefined || !isUnder(path, root)) continue;
    if (elsewhere.some((directory) => isUnder(path, directory))) continue;
    const ending = path.slice(path.lastIndexOf(".") + 1);
    if (ending === "md") {
      if (docsBases.some((base) => isUnder(path, base))) docs.push(placedIn("", path, facts));
      continue;
    }
    const place = places.find(({ role, base }) => fits(role, ending) && isUnder(path, base));
    if (place === undefined) continue;
    const file = placedIn(place.base, path, facts);
    if (ending === "yml" || ending === "yaml") properties.push(file);
    else placed[place.role].push(file);
  }
  return { files: placed, properties, docs };
}

function fits(role: Role, ending: string): boolean {
  if (ending === "sql") return role !== "seeds";
  if (ending === "csv") return role === "seeds";
  if (ending === "py") return role === "models";
  return ending === "yml" || ending === "yaml";
}

function placedIn(base: string, path: string, facts: FileFacts): PlacedFile {
  const steps = path.slice(base === "" ? 0 : base.length + 1).split("/");
  const name = (steps.pop() ?? "").replace(/\.\w+$/, "");
  return { path, facts, directories: steps, name };
}

export function inside(root: string, part: string): string {
  return [root, part].filter((piece) => piece !== "" && piece !== ".").join("/");
}

export function isUnder(path: string, directory: string): boolean {
  return directory === "" || (path.startsWith(directory) && path[directory.length] === "/");
}
