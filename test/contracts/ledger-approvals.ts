import { describe, expect, test } from "vitest";
import { aNewRun, anApproval, ben, mia } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeApprovals(subject: () => LedgerUnderTest): void {
  const at = "2025-01-01T10:00:00.000Z";
  const asMia = { actor: mia, login: "mia", at };
  const asBen = { actor: ben, login: "ben", at };
  const anAskedApproval = async () => {
    const { runs, approvals } = subject().ledger;
    const run = aNewRun();
    await runs.create(run);
    await runs.move(run.id, ["queued"], "preparing", null);
    await runs.move(run.id, ["preparing"], "running", null);
    await runs.move(run.id, ["running"], "awaiting_approval", null);
    const approval = anApproval(run.id);
    await approvals.request(approval);
    return approval;
  };

  describe("approvals", () => {
    test("an approval asked for twice is there once, and found by its token", async () => {
      const { runs, approvals } = subject().ledger;
      const approval = await anAskedApproval();

      expect(await approvals.request({ ...approval, token: "another" })).toBe(true);

      expect(await approvals.byToken(approval.token)).toEqual(approval);
      expect(await approvals.byToken("another\0")).toBeUndefined();
      expect(await approvals.ofRun(approval.runId)).toEqual([approval]);
      const asked = (await runs.journal(approval.runId)).filter(
        ({ entry }) => entry.kind === "approval.requested",
      );
      expect(asked).toHaveLength(1);
    });

    test("nobody is asked about a run that waits for nobody", async () => {
      const { runs, approvals } = subject().ledger;
      const run = aNewRun();
      await runs.create(run);

      const early = await approvals.request(anApproval(run.id));
      await runs.move(run.id, ["queued"], "cancelled", "stopped by @mia");
      const late = await approvals.request(anApproval(run.id));

      expect([early, late]).toEqual([false, false]);
      expect(await approvals.ofRun(run.id)).toEqual([]);
      expect(await runs.journal(run.id)).toHaveLength(2);
    });

    test("each person counts once, however often, however fast and from whichever account", async () => {
      const { runs, approvals } = subject().ledger;
      const { id, runId } = await anAskedApproval();

      await Promise.all([asMia, asMia, asBen, asMia].map((vote) => approvals.vote(id, vote)));
      await approvals.vote(id, { actor: { ...mia, login: "MIA" }, login: "MIA", at });
      const after = await approvals.vote(id, { ...asBen, login: "mia" });

      expect(after.votes).toHaveLength(2);
      expect(after.votes).toEqual(
        expect.arrayContaining([
          { actor: mia, login: "mia", at },
          { actor: ben, login: "ben", at },
        ]),
      );
      const votes = (await runs.journal(runId)).filter(
        ({ entry }) => entry.kind === "approval.voted",
      );
      expect(votes).toHaveLength(2);
    });

    test("an approval is decided once", async () => {
      const { approvals } = subject().ledger;
      const { id, token } = await anAskedApproval();

      const decided = await Promise.all([
        approvals.decide(id, { state: "approved", by: mia, as: "commit" }),
        approvals.decide(id, { state: "approved", by: mia, as: "commit" }),
      ]);
      const late = await approvals.decide(id, { state: "dismissed", by: ben, reason: "no" });

      expect([decided.toSorted(), late]).toEqual([[false, true], false]);
      expect(await approvals.byToken(token)).toMatchObject({
        state: "approved",
        decidedBy: mia,
        decidedAt: expect.stringMatching(/Z$/),
        as: "commit",
        reason: null,
      });
      expect((await approvals.vote(id, asBen)).votes).toEqual([]);
    });

    test("an approval expires at its time, unless it is decided", async () => {
      const { approvals } = subject().ledger;
      const [waiting, decided] = [await anAskedApproval(), await anAskedApproval()];
      await approvals.decide(decided.id, { state: "dismissed", by: mia });
      const expiredAt = async (time: string) =>
        (await approvals.expired(new Date(time))).map(({ id }) => id);

      expect(await expiredAt("2025-01-01T23:59:59.999Z")).not.toContain(waiting.id);
      expect(await expiredAt(waiting.expiresAt)).toContain(waiting.id);
      expect(await expiredAt(waiting.expiresAt)).not.toContain(decided.id);
    });
  });
}
