import { isMap, isSeq } from "yaml";
import type { WantedDocumentation } from "../../writing/wanted-documentation.ts";
import { appendItems } from "./append-items.ts";
import { addPlan, type FilePlan, nothingPlanned, type Planned } from "./file-plan.ts";
import { habitOf } from "./habit-of.ts";
import { nameOf, newEntry, planEntry, type Wish } from "./plan-entry.ts";
import { memberLines } from "./property-lines.ts";
import type { Where } from "./put-members.ts";
import { linesAtEnd } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { Layout } from "./wanted-members.ts";
import { resolved, type YamlFile } from "./yaml-file.ts";
import { isShared, pairOf } from "./yaml-place.ts";
import type { Members, Value } from "./yaml-value.ts";

export type PlannedEntry = Pick<Planned, "skipped" | "kept"> | { refused: string };

/** Entries that are to be added to one list. */
interface Newcomers {
  /** The mapping that has the list; undefined: the file is empty. */
  where: Where | undefined;
  key: string;
  isApart: boolean;
  items: Members[];
  /** Who asked, by their place in the answer. */
  by: number[];
}

/** What has to be done to a file so that it says all that is wanted, and what becomes of each wish. */
export function planFile(
  file: YamlFile,
  wishes: readonly Wish[],
  layout: Layout,
): { plan: FilePlan; entries: readonly PlannedEntry[] } {
  const plan = nothingPlanned();
  const newcomers = new Map<string, Newcomers>();
  const planOne = ({ wanted, ours }: Wish, index: number): PlannedEntry => {
    const list = listFor(file, wanted);
    const { found, ...rest } = list;
    if (found !== undefined) {
      const planned = planEntry(found, wanted, { layout, ours });
      addPlan(plan, planned);
      return planned;
    }
    const id = `${wanted.section} ${wanted.source ?? ""}`;
    const group = newcomers.get(id) ?? { ...rest, items: [], by: [] };
    newcomers.set(id, group);
    group.items.push(newEntry(wanted, layout));
    group.by.push(index);
    return { skipped: [], kept: [] };
  };
  const seen = new Set<string>();
  const entries = wishes.map((wish, index): PlannedEntry => {
    const { wanted } = wish;
    const id = JSON.stringify([wanted.section, wanted.source ?? "", wanted.name]);
    if (seen.has(id)) return { refused: `${wanted.name} is asked for twice` };
    seen.add(id);
    return orRefused(() => planOne(wish, index));
  });
  const sections = new Map<string, Newcomers[]>();
  for (const group of newcomers.values()) {
    if (group.where !== undefined) {
      const refused = refusalOf(() => addPlan(plan, append(group)));
      if (refused !== undefined) for (const index of group.by) entries[index] = { refused };
    } else sections.set(group.key, [...(sections.get(group.key) ?? []), group]);
  }
  const begun = Object.fromEntries(
    [...sections].map(([key, groups]) => [key, groups.flatMap(({ items }) => items)]),
  );
  if (Object.keys(begun).length > 0) addPlan(plan, beginFile(file, begun));
  return { plan, entries };
}

function append({ where, key, isApart, items }: Newcomers): FilePlan {
  if (where === undefined) return { splices: [], changes: [] };
  return appendItems(where, key, items, { isApart });
}

function beginFile({ text }: YamlFile, sections: Readonly<Record<string, Value>>): FilePlan {
  const usual = { offset: 2, gap: 1, step: 2 };
  const lines = Object.entries(sections).flatMap(([key, items]) => [
    "",
    ...memberLines({ [key]: items }, 0, usual),
  ]);
  return {
    splices: [linesAtEnd(text, ["version: 2", ...lines])],
    changes: Object.entries({ version: 2, ...sections }).map(([key, value]) => ({
      path: [key],
      value,
    })),
  };
}

interface List extends Pick<Newcomers, "where" | "key" | "isApart"> {
  /** The entry, where it is there already. */
  found: Where | undefined;
}

/** The list that an entry belongs to, and the entry in it. */
function listFor(file: YamlFile, wanted: WantedDocumentation): List {
  const { section, source, name } = wanted;
  const { root } = file;
  if (root === undefined)
    return { found: undefined, where: undefined, key: section, isApart: true };
  const top: Where = {
    file,
    map: root,
    path: [],
    habit: habitOf(file),
    called: "the file",
    isShared: false,
  };
  if (section !== "sources" || source === undefined) {
    return { ...inList(top, section, name), where: top, key: section, isApart: true };
  }
  const sources = entriesIn(top, "sources").filter(({ map }) => nameOf(map) === source);
  for (const where of sources) {
    const list = inList({ ...where, called: `source ${source}` }, "tables", name);
    if (list.found !== undefined || where === sources.at(-1)) {
      return { ...list, where, key: "tables", isApart: false };
    }
  }
  throw new UnsafeEdit(`the file has no source ${source}`);
}

function inList(where: Where, key: string, name: string): { found: Where | undefined } {
  const [found, second] = entriesIn(where, key).filter(({ map }) => nameOf(map) === name);
  if (second !== undefined) throw new UnsafeEdit(`${name} is described twice`);
  return { found: found === undefined ? undefined : { ...found, called: name } };
}

function entriesIn({ file, map, path, ...rest }: Where, key: string): Where[] {
  const value = pairOf(map, key)?.value;
  const list = resolved(file, value);
  if (!isSeq(list)) return [];
  const isTied = rest.isShared || isShared(value, file.aliased) || isShared(list, file.aliased);
  return list.items.flatMap((item, index) => {
    const entry = resolved(file, item);
    if (!isMap(entry)) return [];
    const isShared = isTied || entry !== item;
    return [{ ...rest, file, map: entry, path: [...path, key, index], isShared }];
  });
}

function orRefused(act: () => PlannedEntry): PlannedEntry {
  let planned: PlannedEntry = { skipped: [], kept: [] };
  const refused = refusalOf(() => {
    planned = act();
  });
  return refused === undefined ? planned : { refused };
}

function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (cause) {
    if (cause instanceof UnsafeEdit) return cause.message;
    throw cause;
  }
}
