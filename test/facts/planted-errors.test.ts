import { beforeAll, describe, expect, test } from "vitest";
import { createJudge } from "#runner/facts/check-statements.ts";
import { judgeDrift } from "#runner/facts/judge-drift.ts";
import { markedToPlain } from "#runner/facts/marked-to-plain.ts";
import type { Statement } from "#runner/facts/statement.ts";
import { textKey } from "#runner/facts/text-key.ts";
import { writeFreely } from "./free-sentences.ts";
import { plants } from "./plant-error.ts";
import { seeded } from "./seeded.ts";
import { type Page, writeShopPages } from "./shop-pages.ts";

let pages: readonly Page[] = [];
beforeAll(async () => {
  pages = await writeShopPages();
});

/** All statements of the shop, the built-in writer's and those as a language model words them. */
function everything(): { page: Page; statement: Statement }[] {
  return pages.flatMap((page) =>
    [...page.statements, ...writeFreely(page)].map((statement) => ({ page, statement })),
  );
}

/** Every planted error by its kind. */
function plant(seed: number, sentences: readonly { page: Page; statement: Statement }[]) {
  const random = seeded(seed);
  return sentences.flatMap(({ page, statement }) =>
    Object.entries(plants).flatMap(([kind, change]) => {
      const marked = change(statement.marked, { random, page, statement });
      if (marked === undefined || marked === statement.marked) return [];
      return [{ kind, page, statement, wrong: { ...statement, marked } }];
    }),
  );
}

describe("over the bicycle shop", () => {
  test("at most one true sentence of a hundred is refused", () => {
    const judges = new Map(pages.map((page) => [page, createJudge(page.context)]));
    const refused = everything().flatMap(({ page, statement }) => {
      const reason = judges.get(page)?.(statement);
      return reason === undefined ? [] : [`${page.subject}: ${statement.marked}: ${reason}`];
    });

    expect(everything().length).toBeGreaterThan(1000);
    expect(refused).toEqual([]);
  });

  test("of thousands of planted errors of each kind at least 99 of 100 are found", () => {
    const judges = new Map(pages.map((page) => [page, createJudge(page.context)]));
    const planted = plant(
      1,
      everything().filter((_, index) => index % 3 === 0),
    );
    const missed = planted.filter(({ page, wrong }) => judges.get(page)?.(wrong) === undefined);
    const kinds = new Set(planted.map(({ kind }) => kind));

    expect(planted.length).toBeGreaterThan(3000);
    expect([...kinds].sort()).toEqual(Object.keys(plants).sort());
    for (const kind of kinds) {
      const of = (all: readonly { kind: string }[]) =>
        all.filter((one) => one.kind === kind).length;
      expect(of(missed) / of(planted), kind).toBeLessThanOrEqual(0.01);
    }
  });

  test("a number that somebody changes in the text of the property file is found there", () => {
    const own = pages.flatMap((page) => page.statements.map((statement) => ({ page, statement })));
    const edits = plant(2, own).filter(({ kind }) =>
      /digit|ten|date|shifted|swapped|never for|unique or|one to one/.test(kind),
    );
    const chosen = edits.filter((_, index) => index % 10 === 0);
    const missed = chosen.flatMap(({ page, statement, wrong }) => {
      const texts = textsOf(page);
      const key = textKey(statement);
      const text = texts[key] ?? "";
      const edited = text.replace(markedToPlain(statement.marked), () =>
        markedToPlain(wrong.marked),
      );
      const { drifted } = judgeDrift(fileOf(page), new Map(), { ...texts, [key]: edited });
      return drifted.length > 0 || edited === text ? [] : [edited];
    });

    expect(chosen.length).toBeGreaterThan(50);
    expect(missed).toEqual([]);
  });

  test("nothing drifts while nothing changes", () => {
    const drifted = pages.flatMap(
      (page) => judgeDrift(fileOf(page), new Map(), textsOf(page)).drifted,
    );

    expect(drifted).toEqual([]);
  });
});

function fileOf({ subject, facts, statements }: Page) {
  return { subject, relation: subject, path: "sources.yml", facts, statements, written: {} };
}

/** As a property file has them: the sentences of one place one after the other. */
function textsOf({ statements }: Page): Record<string, string> {
  const places = Map.groupBy(statements, textKey);
  return Object.fromEntries(
    [...places].map(([key, those]) => [
      key,
      those.map(({ marked }) => markedToPlain(marked)).join(" "),
    ]),
  );
}
