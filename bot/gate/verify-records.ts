import { type Actor, actorKey } from "#agents-schema/actor.ts";
import type { Approval, Vote } from "#agents-schema/approval.ts";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { approvalDigest } from "./approval-digest.ts";
import { effectDigest } from "./effect-digest.ts";

/**
 * Compares what the ledger says today of a run, its effects and its approvals with what the journal says
 * happened: one sentence for each contradiction. The journal itself is checked by `verifyJournal`; only
 * what an intact journal says is worth comparing with.
 */
export function verifyRecords(
  run: Run,
  journal: readonly JournalRow[],
  effects: readonly StoredEffect[],
  approvals: readonly Approval[],
): string[] {
  const moved = last(journal, "run.moved", () => true);
  const isElsewhere = moved !== undefined && moved.to !== run.state;
  return [
    ...(isElsewhere ? [`the run is ${run.state}, the journal ends with ${moved.to}`] : []),
    ...lost(journal, effects, approvals),
    ...effects.flatMap((effect) => verifyEffect(run, journal, effect)),
    ...approvals.flatMap((approval) => verifyApproval(run, journal, { approval, effects })),
  ];
}

function lost(
  journal: readonly JournalRow[],
  effects: readonly StoredEffect[],
  approvals: readonly Approval[],
): string[] {
  const known = new Set([...effects, ...approvals].map(({ id }) => id));
  return journal.flatMap(({ entry }) => {
    if (entry.kind === "effect.proposed" && !known.has(entry.effectId)) {
      return [`effect ${entry.effectId} was proposed and is gone`];
    }
    if (entry.kind === "approval.requested" && !known.has(entry.approvalId)) {
      return [`approval ${entry.approvalId} was asked for and is gone`];
    }
    return [];
  });
}

function verifyEffect(run: Run, journal: readonly JournalRow[], effect: StoredEffect): string[] {
  const { id } = effect;
  const proposed = last(journal, "effect.proposed", ({ effectId }) => effectId === id);
  if (proposed === undefined) return [`effect ${id} was never proposed`];

  const moved = last(journal, "effect.moved", ({ effectId }) => effectId === id);
  const state = moved?.to ?? "proposed";
  const receipts = journal.flatMap(({ entry }) =>
    entry.kind === "effect.moved" && entry.effectId === id ? [entry.receipt?.externalId] : [],
  );
  return [
    ...(effectDigest(run, effect.effect) === proposed.digest
      ? []
      : [`effect ${id} is not what was proposed: its digest is another one`]),
    ...(effect.verdict.kind === proposed.verdict.kind
      ? []
      : [`effect ${id} was judged ${proposed.verdict.kind}, its row says ${effect.verdict.kind}`]),
    ...(effect.state === state
      ? []
      : [`effect ${id} is ${effect.state}, the journal ends with ${state}`]),
    ...(effect.receipt === null || receipts.includes(effect.receipt.externalId)
      ? []
      : [`effect ${id} has a receipt that the journal does not know`]),
  ];
}

function verifyApproval(
  run: Run,
  journal: readonly JournalRow[],
  { approval, effects }: { approval: Approval; effects: readonly StoredEffect[] },
): string[] {
  const { id } = approval;
  const requested = last(journal, "approval.requested", ({ approvalId }) => approvalId === id);
  if (requested === undefined) return [`approval ${id} was never asked for`];

  const decided = last(journal, "approval.decided", ({ approvalId }) => approvalId === id);
  const asked = effects.filter((effect) => approval.effectIds.includes(effect.id));
  const isBound =
    approval.digest === requested.digest && approvalDigest(run, asked) === requested.digest;
  return [
    ...(isBound ? [] : [`approval ${id} does not stand for what was shown`]),
    ...(approval.state === (decided?.state ?? "pending")
      ? []
      : [`approval ${id} is ${approval.state}, the journal says ${decided?.state ?? "pending"}`]),
    ...(sameActor(approval.decidedBy, decided?.by ?? null)
      ? []
      : [`approval ${id} names somebody else than the journal as who decided`]),
    ...approval.votes
      .filter((vote) => !hasVoted(journal, id, vote))
      .map(
        ({ actor }) => `approval ${id} counts a vote of ${actorKey(actor)} that was never given`,
      ),
  ];
}

function hasVoted(journal: readonly JournalRow[], id: string, { actor, login }: Vote): boolean {
  const isVote = (entry: EntryOf<"approval.voted">) =>
    entry.approvalId === id && sameActor(entry.by, actor) && (entry.login ?? "") === login;
  return last(journal, "approval.voted", isVote) !== undefined;
}

function sameActor(one: Actor | null, other: Actor | null): boolean {
  if (one === null || other === null) return one === other;
  return actorKey(one) === actorKey(other);
}

type EntryOf<Kind extends JournalEntry["kind"]> = Extract<JournalEntry, { kind: Kind }>;

function last<Kind extends JournalEntry["kind"]>(
  journal: readonly JournalRow[],
  kind: Kind,
  isWanted: (entry: EntryOf<Kind>) => boolean,
): EntryOf<Kind> | undefined {
  const isKind = (entry: JournalEntry): entry is EntryOf<Kind> => entry.kind === kind;
  for (const { entry } of journal.toReversed()) if (isKind(entry) && isWanted(entry)) return entry;
  return undefined;
}
