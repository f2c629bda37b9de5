import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { approvalCard } from "#bot/views/approval-card.ts";
import { diffModal } from "#bot/views/diff-modal.ts";
import { foldRun } from "#bot/views/fold-run.ts";
import { noticeModal, requestChangesModal } from "#bot/views/modals.ts";
import { progressCard } from "#bot/views/progress-card.ts";
import { resultMessage } from "#bot/views/result-message.ts";
import { settledApprovalCard } from "#bot/views/settled-approval-card.ts";
import type { SlackMessage } from "#bot/views/slack-blocks.ts";
import { anApproval, anEffect } from "../contracts/ledger-builders.ts";
import { createBlockKitCheck } from "../stand-ins/slack-block-kit-check.ts";
import { aRun } from "../workshop/a-run.ts";
import { briefly, type HostileRun, hostileRun, ourLinks, receiptUrl } from "./hostile.ts";

const check = createBlockKitCheck();
const rounds = { ...briefly, numRuns: 60 };

const cards: Record<string, (run: HostileRun) => SlackMessage> = {
  "the approval card": ({ approval, effects, view }) =>
    approvalCard(approval, effects, view, ourLinks),
  "the settled approval card": ({ approval, effects, view }) =>
    settledApprovalCard(approval, effects, view, ourLinks),
  "the progress card": ({ view }) => progressCard(view, ourLinks),
  "the result": ({ view }) => resultMessage(view, ourLinks),
};

const modals: Record<string, (run: HostileRun) => object> = {
  "the diff": ({ effects }) => diffModal(effects),
  "the window for changes": ({ view }) => requestChangesModal(view.because),
  "a notice": ({ view }) => noticeModal(view.because),
};

describe.each(Object.entries(cards))("%s", (_name, render) => {
  test("is what Slack takes, whatever the run says", () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        expect(check.message(render(run))).toEqual([]);
      }),
      rounds,
    );
  });

  test("calls nobody but who asked, and links nowhere but to us", () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        for (const text of textsOf(render(run))) expectInert(text);
      }),
      rounds,
    );
  });
});

test("the approval card shows the beginning of the commit's message", () => {
  const run = aRun();
  const approval = anApproval(run.id);
  const lines = Array.from({ length: 20 }, (_, n) => `line ${n + 1} <!channel>`);
  const effect = {
    ...anEffect(run.id),
    effect: { kind: "commit" as const, headline: "Docs", body: lines.join("\n"), changes: [] },
  };

  const card = JSON.stringify(approvalCard(approval, [effect], foldRun(run, [], [], []), ourLinks));

  expect(card).toContain("line 1 &lt;!channel&gt;\\nline 2 &lt;");
  expect(card).not.toContain("line 20");
  expect(card).toContain("12 more lines");
});

test("a result calls those whom the agent file names only when something is wrong", () => {
  const mention = ["U0ANA0001", "S0TEAM001", "everyone <!channel>"];
  const run = aRun({ reason: null });
  const view = { ...foldRun(run, [], [], []), mention };
  const textOf = (state: "failed" | "succeeded") =>
    JSON.stringify(resultMessage({ ...view, state }, ourLinks));

  expect(textOf("failed")).toContain('<@U0ANA0001> <!subteam^S0TEAM001>"');
  expect(textOf("succeeded")).not.toContain("U0ANA0001");
});

describe.each(Object.entries(modals))("%s", (_name, render) => {
  test("is what Slack takes, and inert, whatever the run says", () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const view = render(run);

        expect(check.view(view)).toEqual([]);
        for (const text of textsOf(view)) expectInert(text);
      }),
      rounds,
    );
  });
});

test("a card's buttons carry the approval's token, or the run's id, and nothing else", () => {
  fc.assert(
    fc.property(hostileRun, ({ approval, effects, view }) => {
      const card = approvalCard(approval, effects, view, ourLinks);

      const values = buttonsOf(card).map(({ value }) => value);
      expect(new Set(values)).toEqual(new Set([approval.token]));
    }),
    { ...briefly, numRuns: 50 },
  );
});

test("a running agent can be stopped from its card, an ended one cannot", () => {
  fc.assert(
    fc.property(hostileRun, ({ view }) => {
      const stops = buttonsOf(progressCard(view, ourLinks)).filter(
        ({ action_id }) => action_id === "stop_run",
      );

      expect(stops).toHaveLength(view.isOver ? 0 : 1);
    }),
    { ...briefly, numRuns: 50 },
  );
});

test("the whole diff is shown, or the window says that it is not", () => {
  const line = fc.constantFrom("select 1", "x".repeat(4000), "", "`&<>`");
  const content = fc.array(line, { maxLength: 400 }).map((lines) => lines.join("\n"));
  const changes = fc.array(content, { minLength: 1, maxLength: 80 }).map((contents) =>
    contents.map((one, index) => ({
      path: `models/m${index}.sql`,
      status: "added" as const,
      before: null,
      content: one,
    })),
  );

  fc.assert(
    fc.property(changes, hostileRun, (files, run) => {
      const [first] = run.effects;
      const effect = { kind: "commit", headline: "h", body: "", changes: files } as const;
      const modal = diffModal(first === undefined ? [] : [{ ...first, effect }]);

      expect(check.view(modal)).toEqual([]);
      const shown = textsOf(modal).join("\n");
      const isAllThere = files.every(({ path }) => shown.includes(path));
      expect(isAllThere || shown.includes("*Shortened:*")).toBe(true);
    }),
    { ...briefly, numRuns: 30 },
  );
});

interface Button {
  action_id: string;
  value?: string;
}

function buttonsOf({ blocks }: SlackMessage): Button[] {
  return blocks.flatMap((block) =>
    "type" in block && block.type === "actions" && "elements" in block
      ? (block.elements as Button[])
      : [],
  );
}

/** Every text that Slack reads as mrkdwn: the message's own, and those of its blocks. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = typeof text === "string" && type !== "plain_text" ? [text] : [];
  return [...own, ...Object.values(value).flatMap(textsOf)];
}

const allowed = [
  /^<@U0ASKED01>$/,
  /^<!date\^\d+\^[^|<>]*\|[^|<>]*>$/,
  ...[ourLinks.run, ourLinks.pullRequest ?? "", receiptUrl].map(
    (url) => new RegExp(`^<${url.replaceAll(".", "\\.")}\\|[^<>|]*>$`),
  ),
];

/** Nothing in the text is a mention, a broadcast or a link, except for those of our own making. */
function expectInert(text: string): void {
  expect(text.isWellFormed()).toBe(true);
  expect(text.replaceAll(/&(?:amp|lt|gt);/g, "")).not.toContain("&");
  const tags = text.match(/<[^>]*>?/g) ?? [];
  expect(tags.filter((tag) => !allowed.some((pattern) => pattern.test(tag)))).toEqual([]);
  if (!text.includes("```")) return;
  expect([text.slice(0, 3), text.slice(-3)]).toEqual(["```", "```"]);
  expect(text.slice(3, -3)).not.toContain("```");
}
