import { createJudge } from "#runner/facts/check-statements.ts";
import { type Page, writeShopPages } from "../shop-pages.ts";

type Sentences = readonly (readonly [table: string, column: string, sentence: string])[];

/** Both public shops by the name of their tables. */
export async function openShops(): Promise<ReadonlyMap<string, Page>> {
  const pages = [
    ...(await writeShopPages("adventureworks")),
    ...(await writeShopPages("jaffle_shop")),
  ];
  return new Map(pages.map((page) => [page.subject.replace("shop.", ""), page]));
}

/** Which of the sentences are refused and which pass, each as a line with its reason. */
export function judgeSentences(pages: ReadonlyMap<string, Page>, sentences: Sentences) {
  const refused: string[] = [];
  const passed: string[] = [];
  for (const [table, column, sentence] of sentences) {
    const page = pages.get(table);
    if (page === undefined) throw new Error(`there is no table ${table}`);
    const marked = sentence.replace(/\{([^}]+)\}/g, (_, names: string) => toMark(page, names));
    const reason = createJudge(page.context)({
      part: column === "" ? "contents" : "column",
      ...(column === "" ? {} : { column, about: "meaning" }),
      marked,
      by: "model",
    });
    const line = `${table}${column === "" ? "" : `.${column}`}: ${sentence}`;
    if (reason === undefined) passed.push(line);
    else refused.push(`${line} (${reason})`);
  }
  return { passed, refused };
}

function toMark({ subject, facts }: Page, names: string): string {
  const ids = names.split(",").map((name) => {
    const [, column, metric, argument] = /^(?:(\w+)\.)?(\w+)(?::(.+))?$/.exec(name) ?? [];
    const fact = facts.find(
      (one) =>
        one.subject === (column === undefined ? subject : `${subject}.${column}`) &&
        one.metric === metric &&
        (argument === undefined || one.argument === argument),
    );
    if (fact === undefined) throw new Error(`${subject} has no fact ${name}`);
    return fact.id;
  });
  return `{${ids.join(",")}}`;
}
