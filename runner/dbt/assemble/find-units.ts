import { asList, asRecord } from "#agents-schema/shapes.ts";
import type { DbtProblem } from "../dbt-project.ts";
import type { FileFacts } from "../facts/file-facts.ts";
import { parseYaml } from "../parse-yaml.ts";
import { type ProjectFile, readProjectFile } from "../read-project-file.ts";
import { inside, isUnder, type ProjectUnit, placeFiles } from "./project-unit.ts";

const projectFile = /(?:^|\/)dbt_project\.ya?ml$/;

/** The project nearest to the root, and the packages that it uses as far as they are among the files. */
export function findUnits(
  files: ReadonlyMap<string, FileFacts>,
  problems: DbtProblem[],
): { main: ProjectUnit; packages: readonly ProjectUnit[] } {
  const [path, ...others] = [...files.keys()]
    .filter((candidate) => projectFile.test(candidate))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const root = path === undefined ? "" : directoryOf(path);
  const settings = readSettings(files, path ?? "dbt_project.yml", problems);
  const roots = packageRoots(files, { root, settings, others });
  for (const other of others) {
    if (roots.includes(directoryOf(other)) || isUnder(other, inside(root, settings.packagesPath)))
      continue;
    problems.push({
      path: other,
      severity: "note",
      message: `this project is left out: ${path} is nearer to the root`,
      fix: "ask for its directory to look at it",
    });
  }
  const elsewhere = [
    ...roots.filter((other) => isUnder(other, root)),
    inside(root, settings.packagesPath),
  ];
  const main = {
    package: undefined,
    root,
    settings,
    ...placeFiles(files, { root, settings, elsewhere }),
  };
  const packages = roots.map((packageRoot): ProjectUnit => {
    const found = others.find((other) => directoryOf(other) === packageRoot) ?? "";
    const own = readSettings(files, found, []);
    const nested = packageRoot === "" || isUnder(root, packageRoot) ? [root] : [];
    return {
      package: own.name,
      root: packageRoot,
      settings: own,
      ...placeFiles(files, { root: packageRoot, settings: own, elsewhere: nested }),
    };
  });
  return { main, packages };
}

function readSettings(
  files: ReadonlyMap<string, FileFacts>,
  path: string,
  problems: DbtProblem[],
): ProjectFile {
  const read = readProjectFile(files.get(path)?.text ?? "");
  if (!("problem" in read)) return read;
  const { problem: message, line } = read;
  problems.push({
    path,
    ...(line === undefined ? {} : { line }),
    severity: "error",
    message,
    fix: "",
  });
  const usual = readProjectFile("");
  if ("problem" in usual) throw new Error("an empty dbt_project.yml has dbt's defaults");
  return usual;
}

/** Directories of packages: installed ones, and those beside the project that its list of packages names. */
function packageRoots(
  files: ReadonlyMap<string, FileFacts>,
  { root, settings, others }: { root: string; settings: ProjectFile; others: readonly string[] },
): string[] {
  const installed = inside(root, settings.packagesPath);
  const local = ["packages.yml", "dependencies.yml"].flatMap((name) => {
    const yaml = parseYaml(files.get(inside(root, name))?.text ?? "");
    if ("problem" in yaml) return [];
    return asList(asRecord(yaml.value).packages).flatMap((item) => {
      const { local: path } = asRecord(item);
      return typeof path === "string" ? [resolveFrom(root, path)] : [];
    });
  });
  return others.map(directoryOf).filter((directory) => {
    const rest = directory.slice(installed.length + 1);
    return local.includes(directory) || (isUnder(directory, installed) && !rest.includes("/"));
  });
}

/** A path with `.` and `..` resolved; what leads out of the repository matches nothing. */
function resolveFrom(root: string, path: string): string | undefined {
  const steps = root === "" ? [] : root.split("/");
  for (const step of path.split("/")) {
    if (step === "..") {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function depth(path: string): number {
  return path.split("/").length;
}
