import { formsOf, wordsOf } from "./split-name.ts";

/** What the rows of a table are called. */
export interface TableWords {
  /** With more and fewer of the words that say where it stands in a warehouse, such as `stg`. */
  names: readonly { words: readonly string[]; forms: readonly string[] }[];
  /** Of all its names: `customer` of `stg_shop__customers` among them. */
  forms: readonly string[];
}

const before = new Set(
  `stg staging src source raw base int intermediate dim dimension fct fact mart marts mrt rpt agg tbl t d f
   v vw ods dwh dw hub sat seed snap snapshot tmp`.split(/\s+/),
);
const after = new Set(
  `dim dimension fct fact raw staging stg src tbl table data view snapshot seed base current latest`.split(
    /\s+/,
  ),
);
const version = /^v\d+$/;

/**
 * What the rows of a relation are called, by dbt's name of it. `shared` are the words that most names of
 * its neighbours begin or end with: they do not tell one from the other.
 */
export function nameTable(subject: string, shared: ReadonlySet<string> = new Set()): TableWords {
  const table =
    subject
      .replace(/\.v\d+$/, "")
      .split(".")
      .at(-1) ?? subject;
  const words = wordsOf(table);
  const bare = withoutLayers(words);
  const names = [
    bare,
    withoutLayers(wordsOf(table.split("__").at(-1) ?? table)),
    trim(bare, shared, shared),
    words,
  ].map((variant) => ({ words: variant, forms: formsOf(variant) }));
  return { names, forms: [...new Set(names.flatMap(({ forms }) => forms))] };
}

/** Words that most names begin or end with, of at least four names. */
export function sharedWords(subjects: readonly string[]): ReadonlySet<string> {
  const shared = new Set<string>();
  if (subjects.length < 4) return shared;
  let names = subjects.map((name) => withoutLayers(wordsOf(name.split(".").at(-1) ?? name)));
  // What stands behind a shared word may be shared as well: `shop_api_orders`.
  for (let found = true; found; ) {
    const counts = new Map<string, number>();
    for (const words of names) {
      for (const word of new Set([words[0], words.at(-1)])) {
        if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
    const more = [...counts].filter(([word, n]) => n >= names.length * 0.6 && !shared.has(word));
    for (const [word] of more) shared.add(word);
    found = more.length > 0;
    names = names.map((words) => trim(words, shared, shared));
  }
  return shared;
}

function withoutLayers(words: readonly string[]): readonly string[] {
  const unversioned = words.filter((word, at) => at === 0 || !version.test(word));
  return trim(unversioned, before, after);
}

/** Without such words at both ends, but never without all. */
function trim(
  words: readonly string[],
  first: ReadonlySet<string>,
  last: ReadonlySet<string>,
): readonly string[] {
  let start = 0;
  let end = words.length;
  while (end - start > 1 && first.has(words[start] ?? "")) start += 1;
  while (end - start > 1 && last.has(words[end - 1] ?? "")) end -= 1;
  return words.slice(start, end);
}
