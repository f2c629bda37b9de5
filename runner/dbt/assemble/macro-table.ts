import type { MacroFacts } from "../facts/file-facts.ts";
import type { JinjaWorld, KnownMacro } from "../jinja/jinja-world.ts";
import type { ProjectUnit } from "./project-unit.ts";

interface Entry extends KnownMacro {
  facts: MacroFacts;
}

/** Finds macros as dbt does: in the package that asks, then in the project. Those that cannot matter are not found. */
export function macroTable(units: readonly ProjectUnit[]): JinjaWorld["macro"] {
  const entries = new Map<string, Entry>();
  for (const unit of units) {
    const files = [unit.files.macros, unit.files.models, unit.files.tests].flat();
    for (const { facts } of files) {
      for (const macro of facts.macros ?? []) {
        const { parameters, statements } = macro;
        const { name } = macro;
        const entry = {
          package: unit.package,
          name,
          parameters,
          statements,
          reads: false,
          facts: macro,
        };
        entries.set(keyOf(unit.package, macro.name), entry);
      }
    }
  }
  const projectName = units.find((unit) => unit.package === undefined)?.settings.name;
  const find = (name: string, from: { package: string | undefined; of: string | undefined }) => {
    if (from.of !== undefined) {
      const of = from.of === projectName ? undefined : from.of;
      // A dispatched macro may be overridden by the project's own.
      return entries.get(keyOf(of, name));
    }
    return entries.get(keyOf(from.package, name)) ?? entries.get(keyOf(undefined, name));
  };
  const matters = findMattering(entries, find, (facts) => facts.matters !== undefined);
  const reading = findMattering(entries, find, (facts) => facts.matters === "reads");
  for (const entry of reading) entry.reads = true;
  return (name, from) => {
    const entry = find(name, from);
    return entry !== undefined && matters.has(entry) ? entry : undefined;
  };
}

/** Macros that read, configure or answer something, by themselves or through others. */
function findMattering(
  entries: ReadonlyMap<string, Entry>,
  find: (
    name: string,
    from: { package: string | undefined; of: string | undefined },
  ) => Entry | undefined,
  doesItself: (facts: MacroFacts) => boolean,
): ReadonlySet<Entry> {
  const forms = Map.groupBy(
    [...entries.values()].filter((entry) => entry.name.includes("__")),
    (entry) => entry.name.slice(entry.name.indexOf("__")),
  );
  const callers = new Map<Entry, Entry[]>();
  for (const entry of entries.values()) {
    for (const call of entry.facts.calls) {
      for (const called of calledBy(call, entry)) {
        const known = callers.get(called);
        if (known === undefined) callers.set(called, [entry]);
        else known.push(entry);
      }
    }
  }
  const found = new Set([...entries.values()].filter(({ facts }) => doesItself(facts)));
  for (const entry of found) for (const caller of callers.get(entry) ?? []) found.add(caller);
  return found;

  function calledBy(call: string, { package: own }: Entry): Entry[] {
    const [first = "", second] = call.split(".");
    const name = second ?? first;
    const of = second === undefined ? undefined : first;
    if (!name.startsWith("*__")) return [find(name, { package: own, of }) ?? []].flat();
    // Which of a dispatched macro's forms is used, the warehouse decides.
    return forms.get(name.slice(1)) ?? [];
  }
}

function keyOf(packageName: string | undefined, name: string): string {
  return `${packageName ?? ""}.${name}`;
}
