import { beforeAll, expect, test } from "vitest";
import { firstTrue } from "./adversary/first-true.ts";
import { firstWrong } from "./adversary/first-wrong.ts";
import { judgeSentences, openShops } from "./adversary/judge-sentences.ts";
import { secondTrue } from "./adversary/second-true.ts";
import { secondWrong } from "./adversary/second-wrong.ts";

let pages: Awaited<ReturnType<typeof openShops>>;
beforeAll(async () => {
  pages = await openShops();
});

/** Nothing in them is measured, and nothing in them counts, compares or denies. */
const undecided = ["raw_payments.payment_method: Cash is accepted."];

// At first sight 112 of 154, before anything was mended for them.
test("wrong sentences of kinds that nobody had thought of are refused", () => {
  expect(judgeSentences(pages, firstWrong).passed).toEqual([]);
});

// At first sight 120 of 135.
test("so are those of a second set, but for what no fact can know", () => {
  expect(judgeSentences(pages, secondWrong).passed).toEqual(undecided);
});

// At first sight 56 of 66 and 58 of 64. What is not understood is refused, true or not.
test("nine of ten true sentences in other words than ours are let through", () => {
  const all = [...firstTrue, ...secondTrue];

  const { passed } = judgeSentences(pages, all);

  expect(passed.length / all.length).toBeGreaterThan(0.9);
});
