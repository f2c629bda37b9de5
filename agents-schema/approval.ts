import { z } from "zod";
import { Actor } from "./actor.ts";

export const approvalStates = [
  "pending",
  "approved",
  "changes_requested",
  "dismissed",
  "expired",
  "superseded",
] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** A person's yes. People are told apart by their GitHub login: accounts on several platforms are one person. */
export const Vote = z.object({
  actor: Actor,
  /** In lower case. Empty in votes of an older version, which did not keep it. */
  login: z.string().default(""),
  at: z.string(),
});
export type Vote = z.infer<typeof Vote>;

/** A person's answer to exactly what was shown. A row, not a message: every card is rendered from it. */
export const Approval = z.object({
  id: z.string(),
  /** 128 random bits in hex: what buttons carry. Knowing it gives no right. */
  token: z.string(),
  runId: z.string(),
  effectIds: z.array(z.string()).min(1),
  /** sha256 hex over the effects' digests, repository, base and head SHA. */
  digest: z.string(),
  headSha: z.string(),
  state: z.enum(approvalStates),
  /** Who may answer: `@org/team`, `@login`, `slack:U…`; empty means anyone with write permission. */
  approvers: z.array(z.string()),
  /** How many different people must approve. */
  count: z.number().int().positive(),
  allowSelf: z.boolean(),
  requestedBy: Actor,
  createdAt: z.string(),
  expiresAt: z.string(),
  votes: z.array(Vote),
  decidedBy: Actor.nullable(),
  decidedAt: z.string().nullable(),
  /** `commit` or `pull_request`: what the approver chose. */
  as: z.enum(["commit", "pull_request"]).nullable(),
  reason: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;
