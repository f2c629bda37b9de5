import fc from "fast-check";
import type { Approval } from "#agents-schema/approval.ts";
import { approvalStates } from "#agents-schema/approval.ts";
import type { Effect, FileChange } from "#agents-schema/effect.ts";
import { type Finding, severities } from "#agents-schema/finding.ts";
import { isTerminal, runStates } from "#agents-schema/run.ts";
import { effectStates, type StoredEffect } from "#agents-schema/stored-effect.ts";
import type { Links, RunView } from "#bot/views/run-view.ts";
import { viewEffect } from "#bot/views/view-effect.ts";

/*
 * Runs as a stranger would like them: every text that an agent, a file or a person can choose is long, odd
 * or means something to Slack or GitHub. The structure is ours, so it is sound.
 */

/** A run that fails is large, and making it smaller takes minutes: it is reported as it is, with its seed. */
export const briefly = { endOnFailure: true } as const;

const pieces = [
  "<!channel>",
  "<!here|x>",
  "<@U0VICTIM1>",
  "<https://evil.example/?leak=1|click>",
  "https://evil.example/?leak=1",
  "@acme/everyone",
  "@mia",
  "#1",
  "[x](https://evil.example)",
  "![](https://evil.example/p.png)",
  "<img src=x>",
  "<!-- buster:run-1 -->",
  "&",
  "<",
  ">",
  "`",
  "```",
  "*_~|",
  "\n",
  "\r\n",
  "\u2028",
  "\u202e",
  "\u0000",
  "\u001b[2J",
  "\u200b",
  "\u{1F469}\u200d\u{1F4BB}",
  "\ud800",
  "\udc00",
  "e\u0301",
  "\u0635\u0644\u0649",
  " ",
  "- [x] ",
];

const short = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary" })), { maxLength: 12 })
  .map((parts) => parts.join(""));

/** Up to some 9,000 characters. */
const hostileText = fc.oneof(
  { weight: 3, arbitrary: short },
  {
    weight: 1,
    arbitrary: fc.tuple(short, fc.constantFrom(20, 400)).map(([text, times]) => {
      const once = text === "" ? "x" : text.slice(0, 20);
      return `${text}${once.repeat(times)}`;
    }),
  },
);

const filled = hostileText.map((text) => (text === "" ? "x" : text));

const finding: fc.Arbitrary<Finding> = fc.record({
  path: hostileText,
  line: fc.integer({ min: 1, max: 100_000 }),
  severity: fc.constantFrom(...severities),
  rule: filled,
  title: hostileText,
  body: hostileText,
});

const change: fc.Arbitrary<FileChange> = fc.record({
  path: filled,
  status: fc.constantFrom("added" as const, "modified" as const, "deleted" as const),
  content: fc.option(hostileText),
  before: fc.option(hostileText),
});

const changes = fc.array(change, { minLength: 1, maxLength: 12 });

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    kind: fc.constant("commit" as const),
    headline: filled.map((text) => text.slice(0, 120)),
    body: hostileText,
    changes,
  }),
  fc.record({
    kind: fc.constant("pull_request" as const),
    title: filled.map((text) => text.slice(0, 200)),
    body: hostileText,
    commits: fc.array(
      fc.record({
        headline: filled.map((text) => text.slice(0, 120)),
        body: hostileText,
        changes,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  fc.record({ kind: fc.constant("comment" as const), body: filled }),
  fc.record({
    kind: fc.constant("review" as const),
    body: filled,
    findings: fc.array(finding, { maxLength: 50 }),
  }),
);

export const ourLinks: Links = {
  run: "https://buster.example/runs/run-1",
  pullRequest: "https://github.com/acme/shop/pull/12",
};
export const receiptUrl = "https://github.com/acme/shop/commit/abc1234";

const stored = (seq: number): fc.Arbitrary<StoredEffect> =>
  fc.record({
    id: fc.constant(`run-1-e${seq}`),
    runId: fc.constant("run-1"),
    seq: fc.constant(seq),
    effect,
    verdict: fc.record({ kind: fc.constant("ask" as const), reason: hostileText }),
    state: fc.constantFrom(...effectStates),
    digest: fc.constant("d".repeat(64)),
    receipt: fc.option(
      fc.record({
        externalId: fc.constantFrom("abc1234def", "12"),
        url: fc.option(fc.constant(receiptUrl)),
        at: fc.constant("2025-01-01T00:00:00.000Z"),
      }),
    ),
    reason: fc.option(hostileText),
  });

const actor = fc.oneof(
  fc.constant({ kind: "slack" as const, user: "U0ASKED01", team: "T1" }),
  hostileText.map((user) => ({ kind: "slack" as const, user: `${user} `, team: "T1" })),
  hostileText.map((login) => ({ kind: "github" as const, login, id: 1, isBot: false })),
);

const approvalOf = (effectIds: string[]): fc.Arbitrary<Approval> =>
  fc.record({
    id: fc.constant("run-1-a1"),
    token: fc.constant("0123456789abcdef0123456789abcdef"),
    runId: fc.constant("run-1"),
    effectIds: fc.constant(effectIds),
    digest: fc.constant("a".repeat(64)),
    headSha: fc.constant("b".repeat(40)),
    state: fc.constantFrom(...approvalStates),
    approvers: fc.array(hostileText, { maxLength: 20 }),
    count: fc.integer({ min: 1, max: 5 }),
    allowSelf: fc.boolean(),
    requestedBy: actor,
    createdAt: fc.constant("2025-01-01T00:00:00.000Z"),
    expiresAt: fc.constant("2025-01-02T00:00:00.000Z"),
    votes: fc.constant([]),
    decidedBy: fc.option(actor),
    decidedAt: fc.option(fc.constant("2025-01-01T12:00:00.000Z")),
    as: fc.constantFrom("commit" as const, "pull_request" as const, null),
    reason: fc.option(hostileText),
  });

export interface HostileRun {
  view: RunView;
  effects: readonly StoredEffect[];
  approval: Approval;
}

/** A run with its effects and an approval of them. */
export const hostileRun: fc.Arbitrary<HostileRun> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, seq) => stored(seq))))
  .chain((effects) =>
    fc.record({
      effects: fc.constant(effects),
      approval: approvalOf(effects.map(({ id }) => id)),
      told: fc.record({
        agent: filled,
        repository: hostileText,
        headRef: hostileText,
        state: fc.constantFrom(...runStates),
        because: hostileText,
        requestedBy: actor,
        steps: fc.array(
          fc.record({
            mark: fc.constantFrom("done" as const, "active" as const, "failed" as const),
            text: hostileText,
          }),
          { maxLength: 10 },
        ),
        model: fc.option(hostileText),
        result: fc.option(hostileText),
        reason: fc.option(hostileText),
        hasPullRequest: fc.boolean(),
      }),
    }),
  )
  .map(({ effects, approval, told: { headRef, hasPullRequest, ...told } }) => ({
    effects,
    approval,
    view: {
      ...told,
      runId: "run-1",
      words: "Working",
      pullRequest: hasPullRequest ? { number: 12, headRef } : null,
      isOver: isTerminal(told.state),
      headSha: "b".repeat(40),
      hiddenSteps: 3,
      facts: 12,
      cost: { usd: 0.42, inputTokens: 1, outputTokens: 1, turns: 3 },
      isOffline: false,
      elapsedMs: 192_000,
      effects: effects.map(viewEffect),
      findings: effects.flatMap(({ effect }) => (effect.kind === "review" ? effect.findings : [])),
      approvals: [approval],
      mention: [],
    },
  }));
