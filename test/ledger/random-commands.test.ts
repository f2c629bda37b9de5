import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isTerminal } from "#agents-schema/run.ts";
import { isEffectMove } from "#agents-schema/stored-effect.ts";
import { verifyJournal } from "#agents-schema/verify-journal.ts";
import type { Lease } from "#bot/ledger/create-workshop-ledger.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { aNewRun, anApproval, anEffect, mia } from "../contracts/ledger-builders.ts";
import { silentLog } from "../workshop/silent-log.ts";

let ledger: OpenLedger;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
});
afterAll(() => ledger.close());

/** What can happen to a run, in any order: deliveries twice, two workers, a person, a sweep, a death. */
const command = fc.constantFrom(
  "deliver",
  "acquire",
  "acquire and die",
  "work",
  "work as a zombie",
  "propose",
  "hand over",
  "ask",
  "approve",
  "reject",
  "send",
  "confirm",
  "end",
  "stop",
  "sweep",
);
type Command =
  | "deliver"
  | "acquire"
  | "acquire and die"
  | "work"
  | "work as a zombie"
  | "propose"
  | "hand over"
  | "ask"
  | "approve"
  | "reject"
  | "send"
  | "confirm"
  | "end"
  | "stop"
  | "sweep";

test("whatever happens in whatever order, one worker holds the run, one decision counts, and the journal proves it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
      const made = aNewRun();
      const effect = anEffect(made.id);
      const approval = anApproval(made.id, { count: 1 });
      await ledger.runs.create(made);
      let lease: Lease | undefined;
      const zombies: Lease[] = [];
      let sent = 0;

      for (const each of commands as Command[]) await act(each);

      const run = await ledger.runs.load(made.id);
      const journal = await ledger.runs.journal(made.id);
      if (run === undefined) throw new Error("the run is gone");
      expect(verifyJournal(journal, run, made.id).kind).toBe("intact");
      expect(sent).toBeLessThanOrEqual(1);
      const decided = journal.filter(({ entry }) => entry.kind === "approval.decided");
      expect(decided.length).toBeLessThanOrEqual(1);
      const wasApproved = decided.some(
        ({ entry }) => entry.kind === "approval.decided" && entry.state === "approved",
      );
      if (sent > 0) expect(wasApproved).toBe(true);
      const after = journal.findIndex(
        ({ entry }) =>
          entry.kind === "run.moved" && isTerminal(entry.to as Parameters<typeof isTerminal>[0]),
      );
      if (after >= 0) {
        const later = journal.slice(after + 1).filter(({ entry }) => entry.kind === "run.moved");
        expect(later).toEqual([]);
      }

      async function act(what: Command): Promise<void> {
        const { runs, outbox, approvals, workshop } = ledger;
        switch (what) {
          case "deliver":
            expect(await runs.create(made)).toBe(false);
            return;
          case "acquire":
          case "acquire and die": {
            const taken = await workshop.acquire(made.id, what === "acquire" ? 60_000 : 0);
            if (taken === undefined) return;
            if (lease !== undefined) zombies.push(lease);
            lease = taken;
            return;
          }
          case "work":
            if (lease === undefined) return;
            await workshop
              .append(lease, { kind: "note", text: "worked" })
              .catch((cause) => expect(String(cause)).toContain("somebody else's"));
            return;
          case "work as a zombie":
            for (const zombie of zombies) {
              await expect(
                workshop.append(zombie, { kind: "note", text: "a zombie" }),
              ).rejects.toThrow("somebody else's");
            }
            return;
          case "propose":
            await outbox.propose(effect);
            return;
          case "hand over": {
            await runs.move(made.id, ["queued"], "preparing", null);
            await runs.move(made.id, ["preparing"], "running", null);
            await runs.move(made.id, ["running"], "awaiting_approval", null);
            return;
          }
          case "ask":
            if (await exists()) await approvals.request(approval);
            return;
          case "approve":
          case "reject":
            if (!(await isAsked())) return;
            await approvals.decide(approval.id, {
              state: what === "approve" ? "approved" : "dismissed",
              by: mia,
            });
            return;
          case "send": {
            const [asked] = await approvals.ofRun(made.id);
            if (asked?.state !== "approved" || !(await exists())) return;
            expect(isEffectMove("approved", "sending")).toBe(true);
            await outbox.move(effect.id, "proposed", "awaiting_approval", {});
            await outbox.move(effect.id, "awaiting_approval", "approved", {});
            if (await outbox.move(effect.id, "approved", "sending", {})) sent += 1;
            return;
          }
          case "confirm":
            if (!(await exists())) return;
            await outbox.move(effect.id, "sending", "confirmed", {});
            return;
          case "end":
            await runs.move(made.id, ["running", "awaiting_approval"], "succeeded", null);
            return;
          case "stop":
            await runs.requestStop(made.id, mia);
            await runs.move(
              made.id,
              ["queued", "running", "awaiting_approval"],
              "cancelled",
              "stopped",
            );
            return;
          case "sweep":
            await runs.reclaim();
        }
      }
      async function exists(): Promise<boolean> {
        return (await ledger.outbox.ofRun(made.id)).length > 0;
      }
      async function isAsked(): Promise<boolean> {
        return (await ledger.approvals.ofRun(made.id)).length > 0;
      }
    }),
    // A failure prints its seed.
    { numRuns: Number(process.env.BUSTER_PROPERTY_RUNS ?? 12) },
  );
});
