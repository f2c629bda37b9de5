import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { LineageCache } from "./open-sql-analyst.ts";

/** Answers kept. A wide model's is some 100 kB, most are below 10. */
const limit = 2_000;

/** Remembers answers; the ones that nobody asked for the longest go first when there are more than `most`. */
export function createLineageCache(most = limit): LineageCache {
  const answers = new Map<string, ColumnLineage>();
  return {
    get(key) {
      const known = answers.get(key);
      if (known === undefined) return undefined;
      answers.delete(key);
      answers.set(key, known);
      return known;
    },
    set(key, lineage) {
      answers.delete(key);
      answers.set(key, lineage);
      for (const oldest of answers.keys()) {
        if (answers.size <= most) return;
        answers.delete(oldest);
      }
    },
  };
}
