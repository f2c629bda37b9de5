import { isMap, isSeq } from "yaml";
import { type Habit, usualHabit } from "./property-lines.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { YamlFile } from "./yaml-file.ts";
import { dashesOf, keyColumn, pairOf } from "./yaml-place.ts";

/** Lists in which a file shows how it indents, innermost first. */
const inner = ["columns", "tables", "data_tests", "tests"];

/** How a file indents: as its lists of columns do, else as its outermost lists do. */
export function habitOf({ text, root }: YamlFile): Habit {
  if (root === undefined) return usualHabit;
  const outer = root.items.flatMap(({ value }) =>
    isSeq(value) && value.flow !== true && isMap(value.items[0])
      ? [{ map: root, list: value }]
      : [],
  );
  const entries = outer
    .flatMap(({ list }) => list.items.slice(0, 20))
    .filter((item) => isMap(item));
  const nested = inner.flatMap((key) =>
    entries.flatMap((map) => {
      const list = pairOf(map, key)?.value;
      return isSeq(list) && list.flow !== true && list.items.length > 0 ? [{ map, list }] : [];
    }),
  );
  for (const { map, list } of [...nested, ...outer]) {
    try {
      const { column, gap } = dashesOf(text, list);
      const offset = column - keyColumn(text, map);
      if (offset < 0) continue;
      return { offset, gap, step: offset > 0 ? offset : gap + 1 };
    } catch (cause) {
      if (!(cause instanceof UnsafeEdit)) throw cause;
    }
  }
  return usualHabit;
}
