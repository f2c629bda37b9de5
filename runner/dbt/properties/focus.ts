import type { WantedDocumentation } from "../../writing/wanted-documentation.ts";

/** A file without the entries that an edit does not look at. */
export interface Focus {
  text: string;
  /** Where an offset of that text is in the whole file. */
  toWhole(offset: number): number;
}

interface Cut {
  from: number;
  until: number;
}

/** Items that show how a list is written are kept, beside those that are edited. */
const kept = 3;

/**
 * Leaves out of a large file the entries of its lists that are not edited, by its lines alone, so that what is
 * left can be read in no time. The file must be valid YAML: then an item begins where a dash stands in the
 * column of the list's other dashes, and nowhere else. undefined: its lines do not show where entries are, or
 * anchors may tie them together.
 */
export function focus(text: string, wanteds: readonly WantedDocumentation[]): Focus | undefined {
  const cuts: Cut[] = [];
  for (const section of new Set(wanteds.map((wanted) => wanted.section))) {
    const ours = wanteds.filter((wanted) => wanted.section === section);
    const list = listBelow(text, { from: 0, until: text.length }, section, 0);
    if (list === undefined) return undefined;
    const names = ours.map(({ name, source }) => source ?? name);
    const items = split(list, names);
    cuts.push(...items.cuts);
    if (section !== "sources") continue;
    for (const item of items.meant) {
      const inner = ours.map(({ name }) => name);
      const tables = listBelow(text, item, "tables", undefined);
      if (tables !== undefined) cuts.push(...split(tables, inner).cuts);
    }
  }
  cuts.sort((a, b) => a.from - b.from);
  const parts: string[] = [];
  let at = 0;
  for (const { from, until } of cuts) {
    parts.push(text.slice(at, from));
    at = until;
  }
  const left = parts.join("") + text.slice(at);
  if (cuts.length === 0 || /(?:^|[\s:[{,-])[&*][^\s,*]/m.test(left)) return undefined;
  return { text: left, toWhole: (offset) => shifted(offset, cuts) };

  function split(list: ItemLines, names: readonly string[]): { cuts: Cut[]; meant: Cut[] } {
    const items = list.starts.map((from, index) => ({
      from,
      until: list.starts[index + 1] ?? list.until,
    }));
    const naming = new RegExp(
      `name["']? *:(?:[^\\n]*(?:\\\\|${names.map(escaped).join("|")})| *(?:[>|&*!#?]|\\r?\\n|$))`,
    );
    const meant = items.filter(({ from, until }) => naming.test(text.slice(from, until)));
    const outer = new Set([...items.slice(0, kept), ...items.slice(-1), ...meant]);
    return { cuts: items.filter((item) => !outer.has(item)), meant };
  }
}

/** A text as part of a pattern. */
function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function shifted(offset: number, cuts: readonly Cut[]): number {
  let whole = offset;
  for (const { from, until } of cuts) {
    // Where entries were left out nothing is put: it comes to the end of the line above.
    if (from > whole) break;
    whole += until - from;
  }
  return whole;
}

interface ItemLines {
  /** Where each item begins, with the blank lines and comments above it. */
  starts: readonly number[];
  until: number;
}

/** The items of the list that a key has, by their lines. `column`: of the key; undefined: wherever it is. */
function listBelow(
  text: string,
  { from, until }: Cut,
  key: string,
  column: number | undefined,
): ItemLines | undefined {
  const indent = column === undefined ? " *" : " ".repeat(column);
  const header = new RegExp(`^${indent}${key}:[ \\t]*(?:#.*)?\\r?$`, "gm");
  const [found, second] = text.slice(from, until).matchAll(header);
  if (found === undefined || second !== undefined) return undefined;
  const keyColumn = found[0].search(/[^ ]/);

  const starts: number[] = [];
  let dash: number | undefined;
  let end = until;
  // Blank lines and comments belong to the item below them.
  let above: number | undefined;
  for (let at = from + found.index + found[0].length + 1; at < until; ) {
    const brk = text.indexOf("\n", at);
    const next = brk === -1 ? until : brk + 1;
    const line = text.slice(at, next).trimEnd();
    const spaces = line.search(/[^ ]/);
    const isDash = /^ *-(?: |$)/.test(line);
    const isBelow = spaces > keyColumn || (isDash && spaces === keyColumn);
    if (line === "" || (line[spaces] === "#" && spaces <= (dash ?? keyColumn))) above ??= at;
    else if (!isBelow) {
      end = above ?? at;
      break;
    } else {
      if (isDash && (dash === undefined || spaces === dash)) {
        starts.push(starts.length === 0 ? at : (above ?? at));
        dash = spaces;
      }
      if (dash === undefined) return undefined;
      above = undefined;
    }
    at = next;
  }
  return starts.length === 0 ? undefined : { starts, until: end };
}
