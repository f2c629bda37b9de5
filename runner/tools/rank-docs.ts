import type { Documented } from "./list-docs.ts";

/** What a word counts where it is found. A name says more than a sentence that mentions it. */
const weights = { wholeName: 40, name: 12, columnName: 5, description: 3, column: 2 };
/** A word that only begins like the one asked for. */
const beginning = 0.6;

export interface RankedDoc {
  doc: Documented;
  score: number;
  /** Columns that hold a word of the question, best first. */
  columns: readonly Documented["columns"][number][];
}

/** Those that hold words of the question, best first: more of its words, and in the name, before the rest. */
export function rankDocs(docs: readonly Documented[], question: string): RankedDoc[] {
  const asked = [...new Set(wordsOf(question))];
  if (asked.length === 0) return [];
  const whole = question.trim().toLowerCase();
  return docs
    .flatMap((doc): RankedDoc[] => {
      const columns = doc.columns
        .map((column) => ({ column, score: scoreOfColumn(column, asked) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score);
      const name = wordsOf(doc.name);
      const description = wordsOf(doc.description);
      let score = doc.name.toLowerCase() === whole ? weights.wholeName : 0;
      let found = 0;
      for (const word of asked) {
        const best = Math.max(
          match(name, word) * weights.name,
          match(description, word) * weights.description,
          ...columns.map(({ column }) => scoreOfColumn(column, [word])),
        );
        score += best;
        if (best > 0) found += 1;
      }
      if (found === 0) return [];
      return [
        {
          doc,
          score: score * (found / asked.length),
          columns: columns.map(({ column }) => column),
        },
      ];
    })
    .sort((a, b) => b.score - a.score || compare(a.doc.name, b.doc.name));
}

function scoreOfColumn(
  { name, description }: Documented["columns"][number],
  asked: readonly string[],
): number {
  const [ofName, ofText] = [wordsOf(name), wordsOf(description)];
  return asked.reduce(
    (sum, word) =>
      sum + match(ofName, word) * weights.columnName + match(ofText, word) * weights.column,
    0,
  );
}

function match(words: readonly string[], asked: string): number {
  if (words.includes(asked)) return 1;
  return asked.length > 2 && words.some((word) => word.startsWith(asked)) ? beginning : 0;
}

/** `fctOrders.status_codes` → `fct order status code`: what people type, without its plural. */
function wordsOf(text: string): string[] {
  return (
    text
      .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, "") : word));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
