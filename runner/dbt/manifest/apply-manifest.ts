import type { DbtModel, DbtProblem, DbtProject, DbtSnapshot } from "../dbt-project.ts";
import { type ManifestNode, readManifest } from "./read-manifest.ts";

/** Differences that are told; more than this is a manifest of other files. */
const maxDifferences = 50;

/**
 * Fills in what files do not say from a manifest that is newer than every file: computed references, where
 * relations are, compiled SQL. Where the two disagree, the files' word stays, and both are told.
 * `path` is the manifest's, from the repository's root.
 */
export function applyManifest(project: DbtProject, text: string, path: string): DbtProject {
  const nodes = readManifest(text, project.name);
  if (nodes === undefined) {
    return withProblems(project, [
      note(path, "it is no manifest of this project: it is not used", "run dbt parse"),
    ]);
  }
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const differences: DbtProblem[] = [];
  const filled = new Set<string>();

  const fill = <Node extends DbtModel | DbtSnapshot>(node: Node): Node => {
    const known = byName.get(node.name);
    if (known === undefined) return node;
    const built = builtOf(known);
    if (!node.hasUnclearRefs) {
      differences.push(...compare(node, known, path));
      return { ...node, ...built };
    }
    filled.add(node.path);
    const refs = [...new Set([...node.refs, ...known.refs])];
    const sources = [...new Set([...node.sources, ...known.sources])];
    return { ...node, ...built, refs, sources, hasUnclearRefs: false };
  };
  const models = project.models.map(fill);
  const snapshots = project.snapshots.map(fill);
  const seeds = project.seeds.map((seed) => {
    const known = byName.get(seed.name);
    return known === undefined ? seed : { ...seed, ...builtOf(known) };
  });
  const ours = [...models, ...seeds, ...snapshots];
  const isOurs = new Set(ours.filter(({ config }) => config.enabled).map(({ name }) => name));
  for (const { name, path: file } of nodes) {
    if (isOurs.has(name)) continue;
    differences.push(
      note(file, `${path} has ${name}; the files say there is none, or it is off`, usualFix),
    );
  }
  for (const { name, path: file, config } of ours) {
    if (!config.enabled || byName.has(name)) continue;
    differences.push(note(file, `${name} is on as the files say; ${path} has none`, usualFix));
  }
  const told = differences.slice(0, maxDifferences);
  if (differences.length > told.length) {
    told.push(
      note(
        path,
        `it differs from the files in ${differences.length - told.length} more places`,
        usualFix,
      ),
    );
  }
  const open = project.problems.filter(
    ({ path: file, message }) => !(filled.has(file) && message.includes("of something computed")),
  );
  return { ...project, models, snapshots, seeds, problems: [...open, ...told] };
}

/** A manifest that is older than a file is told, and not used. */
export function refuseManifest(project: DbtProject, path: string, newer: string): DbtProject {
  return withProblems(project, [
    note(path, `it is older than ${newer}: it is not used`, "run dbt parse for a new one"),
  ]);
}

const usualFix = "run dbt parse with the same variables, or correct the file";

function compare(node: DbtModel | DbtSnapshot, known: ManifestNode, path: string): DbtProblem[] {
  if (!node.config.enabled) return [];
  const ours = new Set([...node.refs.map(withoutPackage), ...node.sources]);
  const theirs = new Set([...known.refs, ...known.sources]);
  const missing = [...theirs].filter((name) => !ours.has(name));
  // What is read on a branch that is not taken is in the files only: that is no difference.
  return missing.map((name) =>
    note(node.path, `${path} says that ${node.name} reads ${name}; the file does not`, usualFix),
  );
}

function withoutPackage(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}

function builtOf({ relation, compiledSql }: ManifestNode): Pick<DbtModel, "built" | "compiledSql"> {
  return {
    ...(relation === undefined ? {} : { built: relation }),
    ...(compiledSql === undefined ? {} : { compiledSql }),
  };
}

function note(path: string, message: string, fix: string): DbtProblem {
  return { path, severity: "note", message, fix };
}

function withProblems(project: DbtProject, problems: readonly DbtProblem[]): DbtProject {
  return { ...project, problems: [...project.problems, ...problems] };
}
