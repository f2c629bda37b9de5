import fc from "fast-check";
import { expect, test } from "vitest";
import { checkOutput } from "#bot/views/check-output.ts";
import { trackingComment } from "#bot/views/tracking-comment.ts";
import { briefly, hostileRun, ourLinks } from "./hostile.ts";

const rounds = { ...briefly, numRuns: 60 };

test("the tracking comment is what GitHub takes, however many runs there are", () => {
  fc.assert(
    fc.property(fc.array(hostileRun, { minLength: 1, maxLength: 30 }), (runs) => {
      const body = trackingComment(
        runs.map(({ view }) => ({ view, links: ourLinks })),
        "@buster",
      );

      expect(body.length).toBeLessThanOrEqual(65_000);
      expect(body.isWellFormed()).toBe(true);
    }),
    { ...briefly, numRuns: 15 },
  );
});

test("the tracking comment mentions nobody, links nowhere but to us and hides nothing", () => {
  fc.assert(
    fc.property(hostileRun, ({ view }) => {
      const body = trackingComment([{ view, links: ourLinks }], "@buster");

      const outsideCode = withoutCode(body);
      expect(outsideCode).not.toMatch(/(?<!\w)@\w/);
      expect(outsideCode).not.toMatch(/<(?!\/?sub>)/);
      expect(outsideCode).not.toMatch(/\]\((?!https:\/\/(?:buster\.example|github\.com\/acme)\/)/);
    }),
    rounds,
  );
});

test("a check is what GitHub takes, whatever the run says", () => {
  fc.assert(
    fc.property(hostileRun, ({ view }) => {
      const { title, summary, annotations, actions, status, conclusion } = checkOutput(view);

      expect(title.length).toBeGreaterThan(0);
      expect(title.length).toBeLessThanOrEqual(255);
      expect(summary.length).toBeLessThanOrEqual(65_535);
      expect(conclusion !== undefined).toBe(status === "completed");
      for (const annotation of annotations) {
        expect(annotation.message.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(annotation.message)).toBeLessThanOrEqual(64 * 1024);
        expect(annotation.title.length).toBeLessThanOrEqual(255);
      }
      expect(actions.length).toBeLessThanOrEqual(3);
      for (const { label, description, identifier } of actions) {
        expect(label.length).toBeLessThanOrEqual(20);
        expect(description.length).toBeLessThanOrEqual(40);
        expect(identifier.length).toBeLessThanOrEqual(20);
      }
      const texts = [title, summary, ...annotations.flatMap((one) => [one.title, one.message])];
      expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
    }),
    rounds,
  );
});

test("a finding never makes a check red, a failed run does", () => {
  fc.assert(
    fc.property(hostileRun, ({ view }) => {
      const { conclusion } = checkOutput(view);

      expect(conclusion === "failure").toBe(view.state === "failed");
    }),
    rounds,
  );
});

/** Markdown without its escaped characters and its code spans, as CommonMark finds them. */
function withoutCode(body: string): string {
  return body.replaceAll(/\\[^\w\s]|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
}

test("a budget that ran out is no verdict on the change: its check is neutral", () => {
  const [hostile] = fc.sample(hostileRun, { numRuns: 1, seed: 1 });
  if (hostile === undefined) throw new Error("a sample of one");
  const failed = { ...hostile.view, state: "failed" as const };

  const spent = checkOutput({
    ...failed,
    reason: "BUDGET_RUN: the budget is used up: 10 of 10 turns",
  });
  const broken = checkOutput({ ...failed, reason: "the sandbox died" });

  expect(spent.conclusion).toBe("neutral");
  expect(broken.conclusion).toBe("failure");
});
