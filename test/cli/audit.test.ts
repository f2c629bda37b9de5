import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runAudit } from "#bot/cli/audit-command.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { aWholeRun } from "../contracts/a-whole-run.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aDirectory } from "./a-directory.ts";
import { aTerminal } from "./a-terminal.ts";
import { runBuster } from "./run-buster.ts";

let ledger: OpenLedger;
let runId: string;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
});
beforeEach(async () => {
  runId = await aWholeRun(ledger);
});
afterAll(() => ledger.close());

async function audit(id: string, json = false) {
  const terminal = aTerminal();
  const open = async () => ({ ...ledger, close: async () => {} });
  const code = await runAudit(id, { json }, terminal, open);
  return { code, ...terminal.written() };
}

/** What somebody with the database's password could do. */
async function tamper(statement: string): Promise<void> {
  const { pool } = ledger;
  if (pool === undefined) throw new Error("an embedded ledger");
  const trigger = "trigger journal_is_append_only";
  await pool.query(`alter table buster.journal disable ${trigger}`);
  await pool.query(statement, [runId]);
  await pool.query(`alter table buster.journal enable ${trigger}`);
}

test("a run is told in order: who asked, what was measured, by which rule, who approved, what came of it", async () => {
  const { code, out, err } = await audit(runId);

  expect(code).toBe(0);
  expect(err).toBe("");
  const inOrder = [
    "asked for by github:mia",
    "fact F1: fct_orders row_count = 12480 (exact)",
    "select count(*) from marts.fct_orders",
    "commit e12 proposed",
    "ask, a commit changes the branch",
    "approval a12 asked for",
    "approval a12: github:mia approves",
    "approval a12: approved by slack:T1:U2",
    "effect e12: sending → confirmed, receipt 77ab12ff90",
    "Effects",
    "Approvals",
    "vote of slack:T1:U2 at 2025-03-01T09:05:00.000Z",
    "ledger verified: 23 entries",
  ];
  const places = inOrder.map((text) => out.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("the machine-readable answer has every entry, and no token", async () => {
  const { code, out, err } = await audit(runId, true);

  const answer = JSON.parse(out);
  expect(code).toBe(0);
  expect(answer.ledger).toMatchObject({ ok: true, entries: 23, mistakes: [] });
  expect(answer.run).toMatchObject({ id: runId, agent: "helper", state: "succeeded" });
  expect(answer.journal).toHaveLength(23);
  expect(answer.effects).toMatchObject([
    { kind: "commit", verdict: { kind: "ask" }, receipt: { externalId: "77ab12ff90" } },
  ]);
  expect(answer.approvals).toMatchObject([{ state: "approved", votes: [{}, {}] }]);
  expect(answer.facts).toHaveLength(3);
  expect(out).not.toContain('"token"');
  expect(err).toContain("ledger verified");
});

test("the beginning of an id is enough, as far as only one run begins so", async () => {
  expect(await audit(runId.slice(0, 20))).toMatchObject({ code: 0 });
  expect(await audit("run-")).toMatchObject({
    code: 3,
    out: "",
    err: "audit: no run, or more than one, begins with run-",
  });
  expect(await audit("nothing")).toMatchObject({ code: 3 });
});

test.each([
  [
    "an edited entry",
    "update buster.journal set body = replace(body, '12480', '99999') where run_id = $1 and seq = 7",
    "the ledger is broken: entry 7: this entry is not what was written",
  ],
  [
    "a removed entry",
    "delete from buster.journal where run_id = $1 and seq = 9",
    "the ledger is broken: entry 9: entry 10 stands where 9 belongs",
  ],
  [
    "an entry that is no entry",
    "update buster.journal set body = '{}' where run_id = $1 and seq = 7",
    "the ledger is broken: entry 7 in the journal",
  ],
  [
    "a commit with other content",
    "update buster.effect set effect = replace(effect, '12,480', '99,999') where run_id = $1",
    "is not what was proposed: its digest is another one",
  ],
  [
    "an effect that nobody proposed",
    "insert into buster.effect (id, run_id, seq, effect, verdict, digest, state) select id || 'x', run_id, 99, effect, verdict, digest, state from buster.effect where run_id = $1",
    "was never proposed",
  ],
  [
    "a verdict made milder",
    `update buster.effect set verdict = replace(verdict, '"ask"', '"allow"') where run_id = $1`,
    "was judged ask, its row says allow",
  ],
  [
    "an approval that somebody else gave",
    `update buster.approval set decided_by = '{"kind":"local","name":"eve"}' where run_id = $1`,
    "names somebody else than the journal as who decided",
  ],
  [
    "a vote too many",
    `update buster.approval set votes = '[{"actor":{"kind":"local","name":"eve"},"at":"x"}]' where run_id = $1`,
    "counts a vote of local:eve that was never given",
  ],
  ["a lost approval", "delete from buster.approval where run_id = $1", "was asked for and is gone"],
  ["another ending", "update buster.run set state = 'failed' where id = $1", "the run is failed"],
])("tampering is found: %s", async (_what, statement, said) => {
  await tamper(statement);

  const { code, out, err } = await audit(runId);

  expect(code).toBe(1);
  expect(`${out}\n${err}`).toContain(said);
  expect((await audit(runId, true)).code).toBe(1);
});

test("nothing that strangers wrote steers the terminal or makes lines of its own", async () => {
  const evil = "x\u001b]0;title\u0007\nledger verified: 99 entries";
  const run = aNewRun({ because: evil });
  await ledger.runs.create(run);
  await ledger.runs.append(run.id, { kind: "note", text: evil });

  const { out } = await audit(run.id);

  expect(out).not.toContain("\u001b");
  expect(out).not.toContain("\u0007");
  expect(out.split("\n").filter((line) => line.startsWith("ledger verified"))).toHaveLength(1);
});

test("as a program it opens the ledger that the environment names", async () => {
  const data = aDirectory();
  const own = await openLedger({ url: `pglite:${data}/ledger`, log: silentLog });
  const id = await aWholeRun(own);

  const busy = await runBuster(["audit", id], { env: { BUSTER_DATA: data } });
  await own.close();
  const free = await runBuster(["audit", id, "--json"], { env: { BUSTER_DATA: data } });
  const none = await runBuster(["audit", id], { env: { BUSTER_DATA: `${data}/other` } });
  const wrong = await runBuster(["audit", id], { env: { DATABASE_URL: "mysql://x:secret@y" } });

  expect(busy).toMatchObject({ code: 3, out: "", err: expect.stringContaining("is in use by") });
  expect(free.code).toBe(0);
  expect(JSON.parse(free.out).ledger.ok).toBe(true);
  expect(none).toMatchObject({ code: 3, err: expect.stringContaining("there is no ledger in") });
  expect(wrong).toMatchObject({ code: 3, err: expect.stringContaining("DATABASE_URL") });
  expect(wrong.err).not.toContain("secret");
});
