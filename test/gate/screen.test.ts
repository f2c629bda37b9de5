import { afterAll, beforeAll, expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { readConfig } from "#bot/config.ts";
import { submitEffect } from "#bot/flow/submit-effect.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { concealLedger } from "#bot/wiring/conceal-ledger.ts";
import { createLog } from "#bot/wiring/create-log.ts";
import { createScreen } from "#bot/wiring/create-screen.ts";
import { heldSecrets } from "#bot/wiring/held-secrets.ts";
import { inflateText } from "#bot/wiring/inflate-text.ts";
import { aRun } from "../workshop/a-run.ts";
import { silentLog } from "../workshop/silent-log.ts";

const canary = "canary-7Hq2Lm9Xc4Vb1Nh8Tg5Yd3Wf6Ps0";
const base64 = Buffer.from(canary).toString("base64");
const scan = createSecretScan([{ kind: "slack-bot-token", value: canary }], inflateText);
const screen = createScreen(scan, silentLog);

let ledger: OpenLedger;
beforeAll(async () => {
  ledger = concealLedger(await openLedger({ url: "pglite:memory", log: silentLog }), scan);
});
afterAll(() => ledger.close());

let runs = 0;
async function submit(effect: Effect, file?: string) {
  const id = `run-${++runs}`;
  await ledger.runs.create(aRun({ id, ...(file === undefined ? {} : { file }) }));
  const house = { ...ledger, log: silentLog, screen };
  const { verdict } = await submitEffect(house, { runId: id, seq: 0, effect });
  const stored = JSON.stringify(await ledger.outbox.ofRun(id));
  return { verdict, stored, journal: JSON.stringify(await ledger.runs.journal(id)) };
}

const change = { path: "models/a.yml", status: "added" as const, content: "a: 1\n", before: null };
const commit = { kind: "commit" as const, headline: "Document a", body: "", changes: [change] };

test.each<[string, Effect]>([
  ["a comment", { kind: "comment", body: `see ${canary}` }],
  ["base64 in a comment", { kind: "comment", body: `see ${base64}` }],
  ["the name of a file", { ...commit, changes: [{ ...change, path: `models/${canary}.yml` }] }],
  ["the content of a file", { ...commit, changes: [{ ...change, content: `a: ${base64}\n` }] }],
  ["two fields", { ...commit, headline: canary.slice(0, 18), body: canary.slice(18) }],
  [
    "a finding",
    {
      kind: "review",
      body: "One.",
      findings: [
        { path: "a.sql", line: 1, severity: "low", rule: canary, title: "One", body: "One." },
      ],
    },
  ],
])("a live credential in %s is refused, and kept nowhere", async (_where, effect) => {
  const { verdict, stored, journal } = await submit(effect);

  expect(verdict).toMatchObject({ kind: "deny", code: "GATE_SECRET" });
  for (const text of [stored, journal]) expect(scan.findHeld(text)).toEqual([]);
});

test("what only looks like a credential when it is read together is shown to a person first", async () => {
  const auto =
    "name: helper\ntriggers:\n  - {type: pull_request, auto_commit: true}\nprompt: Go.\n";
  const token = `ghp_${"a1B2".repeat(9)}`;

  const { verdict } = await submit(
    { ...commit, headline: token.slice(0, 15), body: token.slice(15) },
    auto,
  );

  expect(verdict).toMatchObject({ kind: "ask", code: "GATE_SECRET_SPLIT" });
});

test("characters that nobody sees in a file are shown to a person first", async () => {
  const auto =
    "name: helper\ntriggers:\n  - {type: pull_request, auto_commit: true}\nprompt: Go.\n";

  const { verdict } = await submit(
    { ...commit, changes: [{ ...change, content: "a: 1 \u202e\n" }] },
    auto,
  );

  expect(verdict).toMatchObject({ kind: "ask", code: "GATE_INVISIBLE" });
});

test("more rows of data than the agent may have are not posted", async () => {
  const few =
    "name: helper\ntriggers: [{type: pull_request}]\nrestrictions: {sql: {max_rows_returned: 10}}\nprompt: Go.\n";
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => `| ${index} | ana | 12 |`).join("\n");

  const many = await submit({ kind: "comment", body: `People:\n${rows(30)}` }, few);
  const some = await submit({ kind: "comment", body: `People:\n${rows(8)}` }, few);

  expect(many.verdict).toMatchObject({ kind: "deny", code: "GATE_ROWS" });
  expect(some.verdict.kind).toBe("allow");
});

test("a scan that breaks refuses, and nothing of the effect is kept", async () => {
  const broken = {
    ...screen,
    scan: {
      ...scan,
      findHeld: () => {
        throw new Error("out of memory");
      },
    },
  };
  await ledger.runs.create(aRun({ id: "run-broken" }));
  const house = { ...ledger, log: silentLog, screen: broken };

  const effect: Effect = { kind: "comment", body: "Well." };
  const { verdict } = await submitEffect(house, { runId: "run-broken", seq: 0, effect });

  expect(verdict).toMatchObject({ kind: "deny", code: "GATE_ERROR" });
  expect(JSON.stringify(await ledger.outbox.ofRun("run-broken"))).not.toContain("Well.");
});

test("what is on its way out is redacted; code is stopped; what cannot be judged stays here", () => {
  const broken = createScreen(
    {
      ...scan,
      find: () => {
        throw new Error("no");
      },
    },
    silentLog,
  );

  expect(screen.clean({ body: `a ${base64} b` }, "commenting")).toEqual({
    body: "a [redacted:slack-bot-token] b",
  });
  expect(() => screen.check({ contents: base64 }, "committing")).toThrow(/credential of Buster/);
  expect(() => broken.clean({ body: "a" }, "commenting")).toThrow(/nothing was sent/);
});

test("no log line holds a credential, wherever it stands", () => {
  const lines: string[] = [];
  const log = createLog("info", scan, (line) => lines.push(line));
  const cause = new Error(`connecting with ${canary}`, { cause: new Error(base64) });

  log.warn({ err: cause, [canary]: canary.split("") }, "failed");

  expect(lines).toHaveLength(1);
  expect(scan.findHeld(lines.join(""))).toEqual([]);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 40 });
});

test("the journal keeps what a tool answered, without the credential, and still proves itself", async () => {
  await ledger.runs.create(aRun({ id: "run-journal" }));

  await ledger.runs.append("run-journal", { kind: "note", text: `it says ${base64}` });

  const entries = (await ledger.runs.journal("run-journal")).map(({ entry }) => entry);
  expect(entries).toContainEqual({ kind: "note", text: "it says [redacted:slack-bot-token]" });
});

test("every credential of the settings is known, passwords in addresses and other variables too", () => {
  const { config } = readConfig({
    DATABASE_URL: "postgres://buster:p%40ss-7Hq2Lm9X@db/buster",
    GITHUB_APP_ID: "1",
    GITHUB_PRIVATE_KEY:
      "-----BEGIN RSA PRIVATE KEY-----\\nMIIEabc123\\n-----END RSA PRIVATE KEY-----",
    GITHUB_WEBHOOK_SECRET: "hook-1",
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_APP_TOKEN: "xapp-1",
    ANTHROPIC_API_KEY: "sk-ant-1",
    BUSTER_WEB_TOKEN: "web-token-0123456789",
    DBT_ENV_SECRET_PASSWORD: "dbt-1",
    PATH: "/bin",
  });
  if (config === undefined) throw new Error("not valid");

  const values = heldSecrets(config).map(({ value }) => value);

  expect(values).toEqual(
    expect.arrayContaining([
      ...["p%40ss-7Hq2Lm9X", "p@ss-7Hq2Lm9X", "MIIEabc123", "hook-1", "xoxb-1", "xapp-1"],
      ...["sk-ant-1", "web-token-0123456789", "dbt-1"],
    ]),
  );
  expect(values).not.toContain("/bin");
});
