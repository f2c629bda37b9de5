import type { DbtPackage, DbtProblem, DbtProject } from "../dbt-project.ts";
import type { FileFacts } from "../facts/file-facts.ts";
import type { JinjaWorld } from "../jinja/jinja-world.ts";
import { toValue, type Value } from "../jinja/values.ts";
import { readTarget } from "../read-target.ts";
import { docTable } from "./doc-table.ts";
import { findUnits } from "./find-units.ts";
import { macroTable } from "./macro-table.ts";
import {
  makeDocs,
  makeExposures,
  makeGroups,
  makeMacros,
  makeMetrics,
  makeQuery,
  makeSemanticModels,
  makeUnitTests,
} from "./make-others.ts";
import { finishModel, makeModel, makeSeed, makeSnapshots, makeSources } from "./make-relations.ts";
import { nodeNames } from "./node-names.ts";
import { inside, type ProjectUnit } from "./project-unit.ts";
import { propertyTable } from "./property-table.ts";
import { closeReads, type OpenReads, unitContext } from "./unit-context.ts";

/**
 * Makes a project of what its files say. Never throws: what cannot be read is named in `problems` and
 * left out. Where there are several projects, the one nearest to the root counts.
 */
export function assembleProject(files: ReadonlyMap<string, FileFacts>): DbtProject {
  const problems: DbtProblem[] = [];
  const { main, packages } = findUnits(files, problems);
  const units = [main, ...packages];
  for (const { path, facts } of [...Object.values(main.files), main.properties, main.docs].flat()) {
    if (facts.problem !== undefined) {
      problems.push({ path, ...facts.problem, severity: "error", fix: "" });
    }
  }
  const texts = new Map(
    [...files].flatMap(([path, { text }]) => (text === undefined ? [] : [[path, text]])),
  );
  const { settings, root } = main;
  const target = readTarget(texts, { ...settings, root });
  const macro = macroTable(units);
  const names = nodeNames(settings.name);
  const docs = docTable(units, () => undefined);

  const parts = units.map((unit) => {
    const own = unit.package === undefined ? problems : [];
    const table = propertyTable(unit, own);
    const world: JinjaWorld = {
      target,
      macro,
      package: unit.package,
      vars: varsOf(unit, main),
      called: new Map(),
    };
    const outerTrees = unit.package === undefined ? undefined : settings.trees;
    const context = unitContext({ unit, table, docs, world, outerTrees });
    const models = onePerName(
      unit.files.models
        .filter(({ facts }) => facts.template !== undefined && facts.snapshots === undefined)
        .map((file) => makeModel(file, context)),
      own,
    );
    const seeds = onePerName(
      unit.files.seeds.map((file) => makeSeed(file, context)),
      own,
    );
    const snapshots = onePerName(makeSnapshots(context), own);
    for (const { name, version } of models) {
      names.add({
        name,
        package: unit.package,
        ...(version === undefined ? {} : { versionOf: version.of, isLatest: version.isLatest }),
      });
    }
    for (const { name } of [...seeds, ...snapshots]) names.add({ name, package: unit.package });
    return {
      unit,
      own,
      table,
      context,
      models,
      seeds,
      snapshots,
      sources: makeSources(context, target.database),
    };
  });
  const finished = parts.map((part) => {
    const closed = ({ reads, path, config, enabled }: OpenNode) =>
      closeReads(reads, {
        names,
        from: part.unit.package,
        path,
        isEnabled: config?.enabled ?? enabled ?? true,
        problems: part.own,
      });
    const close = <Node extends OpenNode>(open: Node) => {
      const { reads: _, ...node } = open;
      return { ...node, ...closed(open) };
    };
    return {
      ...part,
      close,
      models: part.models.map((model) => finishModel(model, closed(model), part.context)),
      snapshots: part.snapshots.map(close),
    };
  });
  const [own, ...others] = finished;
  if (own === undefined) throw new Error("the project itself is one of its parts");
  const semanticModels = makeSemanticModels(own.context);
  return {
    name: settings.name,
    root,
    profile: settings.profile,
    ...pathsOf(main),
    vars: writtenVars(units, main),
    target,
    namesSchemasItself: main.files.macros.some(({ facts }) =>
      facts.macros?.some(({ name }) => /^(?:\w+__)?generate_schema_name$/.test(name)),
    ),
    models: own.models,
    seeds: own.seeds,
    sources: own.sources,
    snapshots: own.snapshots,
    analyses: main.files.analyses.map((file) =>
      own.close(makeQuery(file, "analyses", own.context)),
    ),
    tests: main.files.tests
      .filter(({ facts }) => facts.macros === undefined)
      .map((file) => own.close(makeQuery(file, "tests", own.context))),
    unitTests: makeUnitTests(own.table),
    exposures: makeExposures(own.context).map(own.close),
    metrics: makeMetrics(own.context, semanticModels),
    semanticModels,
    macros: makeMacros(main, own.table),
    groups: makeGroups(own.table),
    docs: makeDocs(main),
    packages: others.map(
      ({ unit, table, models, seeds, snapshots, sources }): DbtPackage => ({
        name: unit.settings.name,
        root: unit.root,
        models,
        seeds,
        snapshots,
        sources,
        macros: makeMacros(unit, table),
      }),
    ),
    problems,
  };
}

interface OpenNode {
  reads: OpenReads;
  path: string;
  config?: { enabled: boolean };
  enabled?: boolean;
}

function pathsOf({ root, settings }: ProjectUnit) {
  const full = (paths: readonly string[]) => paths.map((path) => inside(root, path));
  return {
    modelPaths: full(settings.modelPaths),
    seedPaths: full(settings.seedPaths),
    snapshotPaths: full(settings.snapshotPaths),
    analysisPaths: full(settings.analysisPaths),
    testPaths: full(settings.testPaths),
    macroPaths: full(settings.macroPaths),
  };
}

/** Variables as dbt looks them up: the project's word goes before the package's own. */
function varsOf(unit: ProjectUnit, main: ProjectUnit): Record<string, Value> {
  const layers = [
    unit.settings.vars,
    unit.settings.vars[unit.settings.name],
    main.settings.vars,
    main.settings.vars[unit.settings.name],
  ];
  const vars: Record<string, Value> = {};
  for (const layer of layers) {
    if (typeof layer !== "object" || layer === null) continue;
    for (const [name, value] of Object.entries(layer)) vars[name] = toValue(value);
  }
  return vars;
}

/** The variables that are written out, of all units; the project's own word goes first. */
function writtenVars(units: readonly ProjectUnit[], main: ProjectUnit): Record<string, unknown> {
  const vars: Record<string, unknown> = {};
  for (const unit of units.toReversed()) {
    for (const [name, value] of Object.entries(varsOf(unit, main))) {
      if (typeof value !== "symbol") vars[name] = value;
    }
  }
  return vars;
}

/** dbt refuses two nodes of one name, unless all but one are disabled; here the first enabled counts. */
function onePerName<Node extends { name: string; path: string; config: { enabled: boolean } }>(
  nodes: readonly Node[],
  problems: DbtProblem[],
): Node[] {
  const first = new Map<string, Node>();
  for (const node of nodes) {
    const other = first.get(node.name);
    if (other === undefined || (!other.config.enabled && node.config.enabled)) {
      first.set(node.name, node);
    } else if (node.config.enabled) {
      problems.push({
        path: node.path,
        severity: "error",
        message: `${node.name} exists already: ${other.path}`,
        fix: "rename one of the two, or disable it",
      });
    }
  }
  return [...first.values()];
}
