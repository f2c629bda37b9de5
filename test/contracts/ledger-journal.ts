import { describe, expect, test } from "vitest";
import { verifyJournal } from "#agents-schema/verify-journal.ts";
import { aNewRun } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeJournal(subject: () => LedgerUnderTest): void {
  const verify = async (runId: string) => {
    const { runs } = subject().ledger;
    const run = await runs.load(runId);
    if (run === undefined) throw new Error("no run");
    return verifyJournal(await runs.journal(runId), run, runId);
  };

  /** A run with five entries. */
  const writeJournal = async () => {
    const { runs } = subject().ledger;
    const run = aNewRun();
    await runs.create(run);
    for (const text of ["one", "two", "three", "four"]) {
      await runs.append(run.id, { kind: "note", text });
    }
    return run.id;
  };

  describe("journal", () => {
    test("whoever writes at the same time, the chain has no gap and no fork", async () => {
      const { runs, workshop } = subject().ledger;
      const run = aNewRun();
      await runs.create(run);
      const lease = await workshop.acquire(run.id, 60_000);
      if (!lease) throw new Error("a lease");

      await Promise.all([
        ...Array.from({ length: 8 }, () => runs.append(run.id, { kind: "note", text: "hall" })),
        ...Array.from({ length: 8 }, () => workshop.append(lease, { kind: "note", text: "work" })),
      ]);

      expect(await verify(run.id)).toEqual({ kind: "intact", entries: 17 });
    });

    test("any text and any tool input comes back as it was hashed", async () => {
      const { runs, workshop } = subject().ledger;
      const run = aNewRun();
      await runs.create(run);
      const strange = {
        zeta: 1e-7,
        "": -0,
        "\u{1F600}\0\ud800": [null, "\u2028", { b: 1, a: [undefined] }],
        "10": 0.1 + 0.2,
      };
      await runs.append(run.id, {
        kind: "model.turn",
        turn: 1,
        model: "m",
        blocks: [
          { kind: "tool_call", id: "c1", tool: "run_sql", input: strange },
          { kind: "sealed", data: JSON.parse('{"__proto__": 1, "signature": "x"}') },
        ],
        stop: "tools",
        cost: { usd: 0.1, inputTokens: 1, outputTokens: 1, turns: 1 },
      });

      const rows = await workshop.read(run.id);

      expect(rows.at(-1)?.entry).toMatchObject({ blocks: [{ input: { zeta: 1e-7 } }, {}] });
      expect(await verify(run.id)).toEqual({ kind: "intact", entries: 2 });
    });

    test.each([
      ["changing", "update buster.journal set body = '{}'"],
      ["deleting", "delete from buster.journal"],
      ["emptying", "truncate buster.journal cascade"],
    ])("the database refuses %s what was written", async (_what, statement) => {
      await expect(subject().query(statement)).rejects.toThrow("the journal is append-only");
    });

    test.each([
      [
        "an edited entry",
        "update buster.journal set body = replace(body, 'two', 'ten') where run_id = $1",
        { kind: "broken", seq: 3, why: "this entry is not what was written" },
      ],
      [
        "a removed entry",
        "delete from buster.journal where run_id = $1 and seq = 3",
        { kind: "broken", seq: 3, why: "entry 4 stands where 3 belongs" },
      ],
      [
        "entries in another order",
        "update buster.journal set seq = case seq when 3 then 104 else 103 end where run_id = $1 and seq in (3, 4)",
        { kind: "broken", seq: 3, why: "entry 5 stands where 3 belongs" },
      ],
      [
        "a cut tail",
        "delete from buster.journal where run_id = $1 and seq > 3",
        { kind: "broken", seq: 4, why: "the run has 5 entries, the journal ends after 3" },
      ],
      [
        "a cut tail with the count made to fit",
        "with cut as (delete from buster.journal where run_id = $1 and seq > 3) update buster.run set version = 3 where id = $1",
        { kind: "broken", seq: 3, why: "the run's row names another last entry" },
      ],
    ])("an intruder who gets around that is found: %s", async (_what, statement, verdict) => {
      const { query } = subject();
      const runId = await writeJournal();
      expect(await verify(runId)).toEqual({ kind: "intact", entries: 5 });

      await query("alter table buster.journal disable trigger journal_is_append_only");
      await query(statement, [runId]).finally(() =>
        query("alter table buster.journal enable trigger journal_is_append_only"),
      );

      expect(await verify(runId)).toEqual(verdict);
    });
  });
}
