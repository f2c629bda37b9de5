import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { aNewRun, anApproval, ben, mia } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeRuns(subject: () => LedgerUnderTest): void {
  describe("runs", () => {
    test("a run created twice exists once, queued, as it was first", async () => {
      const { runs } = subject().ledger;
      const run = aNewRun({ because: "it was \0 asked for", inputs: { model: "fct_orders" } });

      const created = [await runs.create(run), await runs.create({ ...run, because: "again" })];

      expect(created).toEqual([true, false]);
      expect(await runs.load(run.id)).toMatchObject({ ...run, state: "queued", version: 1 });
      expect(await runs.journal(run.id)).toMatchObject([
        { seq: 1, entry: { kind: "run.created", agent: "helper", by: mia } },
      ]);
    });

    test("a run is found by the beginning of its id, if only one begins so", async () => {
      const { runs } = subject().ledger;
      const stem = `run-${randomUUID()}`;
      for (const id of [`${stem}-aa`, `${stem}-ab`, stem]) await runs.create(aNewRun({ id }));

      const found = await Promise.all(
        [`${stem}-aa`, `${stem}-a`, stem, "", "100%_\0", `${stem}-ab-`].map((id) => runs.find(id)),
      );

      expect(found.map((run) => run?.id)).toEqual([
        `${stem}-aa`,
        undefined,
        stem,
        undefined,
        undefined,
        undefined,
      ]);
    });

    test("active runs are found by their key and by their pull request, newest first", async () => {
      const { runs } = subject().ledger;
      const fullName = `acme/${randomUUID()}`;
      const repository = { fullName, installationId: 1 };
      const [old, young, ended] = [1, 2, 3].map(() => aNewRun({ repository, concurrencyKey: "k" }));
      if (!old || !young || !ended) throw new Error("three runs");
      for (const run of [old, young, ended]) await runs.create(run);
      await runs.move(ended.id, ["queued"], "cancelled", "stopped");

      const byKey = await runs.active({ concurrencyKey: "k", repository: fullName });
      const byNumber = await runs.active({ repository: fullName, number: 7 });
      const byOther = await runs.active({ repository: fullName, number: 8 });

      expect(byKey.map(({ id }) => id)).toEqual([young.id, old.id]);
      expect(byNumber.map(({ id }) => id)).toEqual([young.id, old.id]);
      expect(byOther).toEqual([]);
      expect((await runs.recent(1)).map(({ id }) => id)).toEqual([ended.id]);
    });

    test("runs of an agent in a repository are found whether or not they have ended", async () => {
      const { runs } = subject().ledger;
      const repository = { fullName: `acme/${randomUUID()}`, installationId: 1 };
      const [docs, ended, other] = ["docs:a", "docs:b", "docs-updater:a"].map((concurrencyKey) =>
        aNewRun({ repository, concurrencyKey }),
      );
      if (!docs || !ended || !other) throw new Error("three runs");
      for (const run of [docs, ended, other]) await runs.create(run);
      await runs.move(ended.id, ["queued"], "cancelled", "stopped");
      const on = { repository: repository.fullName, agent: "docs" };

      expect((await runs.ofAgent(on, 10)).map(({ id }) => id)).toEqual([ended.id, docs.id]);
      expect(await runs.ofAgent(on, 1)).toHaveLength(1);
      expect(await runs.ofAgent({ ...on, repository: "acme/other" }, 10)).toEqual([]);
    });

    test("a run moves only from where it is thought to be, and only as the table allows", async () => {
      const { runs } = subject().ledger;
      const run = aNewRun();
      await runs.create(run);

      const wrongPlace = await runs.move(run.id, ["running"], "applying", null);
      const unknown = await runs.move("run-unknown", ["queued"], "cancelled", null);
      const moved = await runs.move(run.id, ["queued", "running"], "cancelled", "stopped by mia");

      expect([wrongPlace, unknown, moved]).toEqual([false, false, true]);
      await expect(runs.move(run.id, ["cancelled"], "running", null)).rejects.toThrow(
        "a run may not go from cancelled to running",
      );
      expect(await runs.load(run.id)).toMatchObject({
        state: "cancelled",
        reason: "stopped by mia",
        version: 2,
      });
      expect((await runs.journal(run.id)).at(-1)?.entry).toEqual({
        kind: "run.moved",
        from: "queued",
        to: "cancelled",
        reason: "stopped by mia",
      });
    });

    test("of two who move a run at the same time, one succeeds", async () => {
      const { runs } = subject().ledger;
      const run = aNewRun();
      await runs.create(run);

      const moves = await Promise.all(
        (["cancelled", "superseded"] as const).map((to) => runs.move(run.id, ["queued"], to, null)),
      );

      expect(moves.toSorted()).toEqual([false, true]);
    });

    test("a run is to be shown until its last version is", async () => {
      const { runs } = subject().ledger;
      const run = aNewRun();
      const isUnpresented = async () =>
        (await runs.unpresented(1_000)).some(({ id }) => id === run.id);
      await runs.create(run);

      const atFirst = await isUnpresented();
      await runs.append(run.id, { kind: "note", text: "still going" });
      await runs.presented(run.id, 1);
      const behind = await isUnpresented();
      await runs.presented(run.id, 2);
      await runs.presented(run.id, 1);
      const atLast = await isUnpresented();

      expect([atFirst, behind, atLast]).toEqual([true, true, false]);
    });

    test("places and the first wish to stop are kept", async () => {
      const { runs } = subject().ledger;
      const run = aNewRun();
      const places = [{ kind: "slack_thread", channel: "C1", thread: "1.1" } as const];
      await runs.create(run);

      await runs.setPlaces(run.id, places);
      await runs.requestStop(run.id, ben);
      await runs.requestStop(run.id, mia);

      expect(await runs.load(run.id)).toMatchObject({ places, stopRequestedBy: ben });
    });

    test("a sweep gives what waits for a runner, and takes runs away from dead ones", async () => {
      const { runs, workshop } = subject().ledger;
      const [waiting, held, dead] = [aNewRun(), aNewRun(), aNewRun()];
      for (const run of [waiting, held, dead]) await runs.create(run);
      const alive = await workshop.acquire(held.id, 60_000);
      const zombie = await workshop.acquire(dead.id, 0);
      if (!alive || !zombie) throw new Error("two leases");
      for (const lease of [alive, zombie]) await workshop.move(lease, "preparing", null);

      const { run } = await runs.reclaim();

      expect(run).toContain(waiting.id);
      expect(run).toContain(dead.id);
      expect(run).not.toContain(held.id);
      expect(await runs.load(dead.id)).toMatchObject({ state: "queued" });
      expect(await workshop.heartbeat(zombie, 60_000)).toBe("lost");
      expect(await workshop.heartbeat(alive, 60_000)).toBe("held");
    });

    test("a run that takes down three runners without a step is given up; a step gives it three more", async () => {
      const { runs, workshop } = subject().ledger;
      const [poisoned, slow] = [aNewRun(), aNewRun()];
      const said = { outcome: "ok", text: "", step: "", ms: 1 } as const;
      const result = { kind: "tool.result", turn: 1, callId: "c1", tool: "read", ...said } as const;

      for (const run of [poisoned, slow]) {
        await runs.create(run);
        for (let crash = 0; crash < 3; crash++) {
          const lease = await workshop.acquire(run.id, 0);
          if (!lease) throw new Error("a lease");
          await workshop.move(lease, "preparing", null);
          if (run === slow && crash === 1) await workshop.append(lease, result);
          await runs.reclaim();
        }
      }

      expect(await runs.load(poisoned.id)).toMatchObject({
        state: "failed",
        reason: "its runner was lost 3 times without a step in between",
      });
      expect(await runs.load(slow.id)).toMatchObject({ state: "queued" });
    });

    test("a sweep gives runs whose effects nobody carries out or asks about since a minute", async () => {
      const { ledger, query } = subject();
      const { runs, workshop, approvals, outbox } = ledger;
      const [applying, busy, held, waits] = [aNewRun(), aNewRun(), aNewRun(), aNewRun()];
      const [unasked, asked] = [aNewRun(), aNewRun()];
      for (const run of [applying, busy, held, waits, unasked, asked]) {
        await runs.create(run);
        const lease = await workshop.acquire(run.id, 60_000);
        if (!lease) throw new Error("a lease");
        await workshop.move(lease, "preparing", null);
        await workshop.move(lease, "running", null);
        const isApplying = run !== unasked && run !== asked;
        await workshop.move(lease, isApplying ? "applying" : "awaiting_approval", null);
      }
      await approvals.request(anApproval(asked.id));
      for (const run of [held, waits]) await outbox.hold(run.id, "somebody", 60_000);
      await outbox.letGo(waits.id, "somebody", { tries: 1, waitMs: 60_000 });
      await query(
        "update buster.run set updated_at = clock_timestamp() - interval '2 minutes' where id = any($1::text[])",
        [[applying.id, held.id, waits.id, unasked.id, asked.id]],
      );

      const { settle, run } = await runs.reclaim();

      expect(settle).toContain(applying.id);
      expect(settle).toContain(unasked.id);
      for (const run of [busy, held, waits]) expect(settle).not.toContain(run.id);
      expect(settle).not.toContain(asked.id);
      expect(run).not.toContain(applying.id);
    });

    test("what shows a run is found again by its kind", async () => {
      const { runs, surfaces } = subject().ledger;
      const run = aNewRun();
      const card = { runId: run.id, kind: "progress_card", externalId: null, shown: null };
      await runs.create(run);

      await surfaces.put(card);
      await surfaces.put({ ...card, externalId: "C1:1.1", shown: "abc" });

      expect(await surfaces.get(run.id, "check")).toBeUndefined();
      expect(await surfaces.get(run.id, "progress_card")).toEqual({
        ...card,
        externalId: "C1:1.1",
        shown: "abc",
      });
    });
  });
}
