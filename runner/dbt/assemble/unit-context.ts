import type { DbtProblem, DbtReads } from "../dbt-project.ts";
import type { TemplateFacts } from "../facts/file-facts.ts";
import { evaluate } from "../jinja/evaluate.ts";
import { evaluateText } from "../jinja/evaluate-text.ts";
import type { RefFact } from "../jinja/evaluated-parts.ts";
import type { JinjaWorld } from "../jinja/jinja-world.ts";
import { toValue, unclear, type Value } from "../jinja/values.ts";
import type { ProjectFile } from "../read-project-file.ts";
import type { DocTable } from "./doc-table.ts";
import type { NodeNames } from "./node-names.ts";
import type { ProjectUnit } from "./project-unit.ts";
import type { PropertyTable } from "./property-table.ts";
import { type ConfigSources, type TreeLevels, treeLevels } from "./resolve-config.ts";

/** A reference that is looked up when every name is known. */
export interface OpenReads {
  refs: readonly RefFact[];
  sources: readonly string[];
  unclearReads: readonly { line: number; what: string }[];
}

/** What reading the nodes of one project needs. */
export interface UnitContext {
  unit: ProjectUnit;
  table: PropertyTable;
  docs: DocTable;
  /** What a template says in this project. */
  read(facts: TemplateFacts): OpenReads & { config: ReadonlyMap<string, Value> };
  configSources(
    kind: keyof ProjectFile["trees"],
    steps: readonly string[],
    given: Pick<ConfigSources, "properties" | "sql">,
  ): ConfigSources;
  render(text: string): Value;
}

export function unitContext(
  given: Pick<UnitContext, "unit" | "table" | "docs"> & {
    world: JinjaWorld;
    /** Trees of settings that go before the project's own: those of the project that uses a package. */
    outerTrees: ProjectFile["trees"] | undefined;
  },
): UnitContext {
  const { unit, world, outerTrees } = given;
  const levels = new Map<string, TreeLevels>();

  const levelsAt = (key: string, kind: keyof ProjectFile["trees"], steps: readonly string[]) => {
    const known = levels.get(key);
    if (known !== undefined) return known;
    const path = [unit.settings.name, ...steps];
    const own = treeLevels(unit.settings.trees[kind], path);
    // Of a tree of the project's, what stands at its top is about packages too.
    const outer = outerTrees === undefined ? [] : treeLevels(outerTrees[kind], path);
    const found = { list: [...outer, ...own], nearest: new Map(), resolved: new Map() };
    levels.set(key, found);
    return found;
  };
  const levelsOf = (kind: keyof ProjectFile["trees"], steps: readonly string[]) => {
    const directories = steps.slice(0, -1);
    const key = `${kind}/${directories.join("/")}`;
    const shared = levelsAt(key, kind, directories);
    const last = steps.at(-1) ?? "";
    // Few nodes have settings of their own there.
    const hasOwn = shared.list.some((level) => Object.hasOwn(level, last));
    return hasOwn ? levelsAt(`${key}/${last}`, kind, steps) : shared;
  };
  const render = renderIn(world);
  // In dbt_project.yml dbt knows only the variables of its command line.
  const renderInTree = renderIn({ ...world, vars: {} });
  return {
    ...given,
    render,
    configSources: (kind, steps, { properties, sql }) => ({
      levels: levelsOf(kind, steps),
      properties,
      sql,
      render,
      renderInTree,
    }),
    read: readIn(world),
  };
}

/** What a text stands for; each is asked about once. */
function renderIn(world: JinjaWorld): (text: string) => Value {
  const rendered = new Map<string, Value>();
  return (text) => {
    if (!/\{[{%#]/.test(text)) return text;
    const known = rendered.get(text);
    if (known !== undefined) return known;
    const value = evaluateText(text, world);
    rendered.set(text, value);
    return value;
  };
}

/** What templates say. What they ask for, and what they configure, is much the same in many of them. */
function readIn(world: JinjaWorld): UnitContext["read"] {
  const from = { package: world.package, of: undefined };
  const mattering = new Map<string, boolean>();
  const configs = new Map<string, ReadonlyMap<string, Value>>();
  const matters = (path: string) => {
    const known = mattering.get(path);
    if (known !== undefined) return known;
    const [first = "", second] = path.split(".");
    const of = second === undefined ? from : { ...from, of: first };
    const found = path.includes("*") || world.macro(second ?? first, of) !== undefined;
    mattering.set(path, found);
    return found;
  };
  return ({ program, asks, refs = none, sources = none, unclearReads = none, ...facts }) => {
    if (program !== undefined && asks !== undefined) {
      const needsWorld = asks.variables === true || asks.macros.some(matters);
      if (needsWorld) return evaluate(typeof program === "function" ? program() : program, world);
    }
    const key = facts.config === undefined ? "" : JSON.stringify(facts.config);
    const whole = facts.unclearConfig === undefined ? key : `${key} ${facts.unclearConfig}`;
    const known = configs.get(whole);
    if (known !== undefined) return { refs, sources, unclearReads, config: known };
    const config = new Map<string, Value>();
    for (const [name, value] of Object.entries(facts.config ?? {}))
      config.set(name, toValue(value));
    for (const name of facts.unclearConfig ?? []) config.set(name, unclear);
    configs.set(whole, config);
    return { refs, sources, unclearReads, config };
  };
}

const none: readonly never[] = [];

/** The names that references stand for. What stays computed is told, and what there is not. */
export function closeReads(
  reads: OpenReads,
  {
    names,
    from,
    path,
    isEnabled,
    problems,
  }: {
    names: NodeNames;
    from: string | undefined;
    path: string;
    /** Of what is switched off nobody wants to hear. */
    isEnabled: boolean;
    problems: DbtProblem[];
  },
): DbtReads {
  const { unclearReads } = reads;
  for (const { line, what } of isEnabled ? unclearReads : []) {
    problems.push({
      path,
      ...(line > 0 ? { line } : {}),
      severity: "note",
      message: `${what} of something computed: what it reads here only dbt can tell`,
      fix: "run dbt parse: a fresh target/manifest.json is used",
    });
  }
  const refs = new Set<string>();
  for (const ref of reads.refs) {
    const { name, isThere } = names.resolve(ref, from);
    refs.add(name);
    if (isThere || !isEnabled) continue;
    problems.push({
      path,
      severity: "note",
      message: `ref of ${name}: there is no model, seed or snapshot of this name`,
      fix: "correct the name, or install the packages: dbt deps",
    });
  }
  return {
    refs: [...refs],
    sources: reads.sources.length < 2 ? reads.sources : [...new Set(reads.sources)],
    hasUnclearRefs: unclearReads.length > 0,
  };
}
