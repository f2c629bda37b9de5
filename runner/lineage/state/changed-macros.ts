import type { DbtMacro, DbtProject } from "../../dbt/dbt-project.ts";
import { lexJinja } from "../../dbt/jinja/lex-jinja.ts";

/** dbt calls them for every node. */
const implicit = [
  "generate_schema_name",
  "generate_alias_name",
  "generate_database_name",
  "ref",
  "source",
  "config",
  "var",
];

export interface MacroChanges {
  /** Names of changed macros that a text comes to call, through others too. */
  calledBy(text: string): readonly string[];
  /** Changed macros that dbt calls for every node. */
  everywhere: readonly string[];
  /** Texts of every macro that a text comes to call. */
  bodiesCalledBy(text: string): readonly string[];
}

/** Which macros differ between two versions of a project, added and removed ones included. */
export function changedMacros(base: DbtProject, head: DbtProject): MacroChanges {
  const before = byName(base);
  const after = byName(head);
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed = new Set([...names].filter((name) => before.get(name) !== after.get(name)));
  const called = new Map(
    [...names].map((name) => [
      name,
      namesIn(`${before.get(name) ?? ""}\n${after.get(name) ?? ""}`),
    ]),
  );

  const spellings = indexSpellings(names);
  const reached = (text: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const open = [...namesIn(text)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const name of spellings.get(next) ?? []) {
        if (found.has(name)) continue;
        found.add(name);
        open.push(...(called.get(name) ?? []));
      }
    }
    return found;
  };
  return {
    calledBy: (text) => [...reached(text)].filter((name) => changed.has(name)).sort(),
    everywhere: implicit
      .flatMap((name) => spellings.get(name) ?? [])
      .filter((name) => changed.has(name)),
    bodiesCalledBy: (text) => [...reached(text)].map((name) => after.get(name) ?? ""),
  };
}

/** `adapter.dispatch('x')` comes to `default__x` or one of its like: each macro under all names that lead to it. */
function indexSpellings(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const name of names) {
    const parts = name.split("__");
    for (const at of parts.keys()) {
      const spelling = parts.slice(at).join("__");
      const known = index.get(spelling);
      if (known === undefined) index.set(spelling, [name]);
      else known.push(name);
    }
  }
  return index;
}

/** All that is there under a name, because packages may have the same. */
function byName(project: DbtProject): Map<string, string> {
  const all = new Map<string, string>();
  for (const macro of [project, ...project.packages].flatMap(({ macros }) => macros)) {
    const text = `${macro.package ?? ""}(${parametersOf(macro)})${macro.body}`;
    all.set(macro.name, `${all.get(macro.name) ?? ""}${text}`);
  }
  return all;
}

function parametersOf({ parameters }: DbtMacro): string {
  return JSON.stringify(parameters);
}

/** Every name and every written text in Jinja: more than what is called, never less. */
function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { tokens } of lexJinja(text).blocks) {
    for (const { kind, text: word } of tokens) {
      if (kind === "name" || (kind === "string" && /^\w+$/.test(word))) names.add(word);
    }
  }
  return names;
}
