import { z } from "zod";
import type { Actor } from "#agents-schema/actor.ts";
import { changesInput } from "#bot/views/modals.ts";

/** What the modal carries from the click to its answer. */
export const ModalMetadata = z.object({ token: z.string(), channel: z.string() });
export type ModalMetadata = z.infer<typeof ModalMetadata>;

const Payload = z.object({
  type: z.literal("view_submission"),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  view: z.object({
    id: z.string(),
    callback_id: z.literal("request_changes"),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});

/** The answer to "Request changes". */
export interface SlackSubmission {
  deliveryId: string;
  token: string;
  channel: string;
  /** Empty when nothing was typed. */
  text: string;
  by: Extract<Actor, { kind: "slack" }>;
}

/** undefined: not the answer to one of our modals. */
export function parseSlackSubmission(payload: unknown): SlackSubmission | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return undefined;

  const { team, user, view } = parsed.data;
  const metadata = readMetadata(view.private_metadata);
  if (metadata === undefined) return undefined;

  const typed = view.state.values[changesInput.block]?.[changesInput.action]?.value ?? "";
  const teamId = team?.id ?? user.team_id ?? "";
  return {
    deliveryId: `slack:${teamId}:${view.id}:${user.id}`,
    ...metadata,
    text: typed.trim(),
    by: { kind: "slack", user: user.id, team: teamId },
  };
}

function readMetadata(text: string): ModalMetadata | undefined {
  try {
    return ModalMetadata.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: not written by us.
    return undefined;
  }
}
