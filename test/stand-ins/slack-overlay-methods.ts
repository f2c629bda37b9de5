import type { BlockKitCheck } from "./slack-block-kit-check.ts";

export type Args = Record<string, unknown>;
export type Answer = Record<string, unknown>;

export interface SlackGroup {
  id: string;
  handle: string;
  users: readonly string[];
}

/** What the overlay knows beside local-slack: what messages carried and who is in which group. */
export interface OverlayState {
  groups: readonly SlackGroup[];
  check: BlockKitCheck;
  /** Message metadata by `channel:ts`; local-slack forgets it. */
  metadata: Map<string, unknown>;
  /** Every element with an `action_id` that a message ever showed: a phone may click it later. */
  shown: Map<string, Args>;
  /** Modals by view id, as last opened or updated. */
  views: Map<string, Args>;
}

/** Any one of these scopes lets an app call the method; methods not listed need none here. */
export const neededScopes: Record<string, readonly string[]> = {
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history"],
  "conversations.replies": ["channels:history", "groups:history"],
  "conversations.list": ["channels:read", "groups:read"],
  "reactions.add": ["reactions:write"],
  "users.info": ["users:read"],
  "usergroups.list": ["usergroups:read"],
  "usergroups.users.list": ["usergroups:read"],
};

/** Methods that local-slack lacks. */
export const ownMethods: Record<string, (state: OverlayState, args: Args) => Answer> = {
  "usergroups.list": ({ groups }) => ({
    ok: true,
    usergroups: groups.map(({ id, handle }) => ({ id, handle, name: handle })),
  }),
  "usergroups.users.list": ({ groups }, args) => {
    const group = groups.find(({ id }) => id === args.usergroup);
    return group === undefined
      ? { ok: false, error: "no_such_subteam" }
      : { ok: true, users: group.users };
  },
};

const messageMethods = ["chat.postMessage", "chat.update", "chat.postEphemeral"];

/** Why Slack would refuse the call before anything happens; local-slack takes every block and view. */
export function refusal({ check }: OverlayState, method: string, args: Args): Answer | undefined {
  if (messageMethods.includes(method)) {
    const mistakes = check.message(args);
    if (mistakes.includes("no_text") && args.blocks === undefined) {
      return { ok: false, error: "no_text" };
    }
    const wrong = mistakes.filter((mistake) => mistake !== "no_text");
    if (wrong.length > 0) return invalidBlocks(wrong);
  }
  if (method.startsWith("views.")) {
    const mistakes = check.view(args.view);
    if (mistakes.length > 0) return invalidBlocks(mistakes);
  }
  return undefined;
}

function invalidBlocks(messages: string[]): Answer {
  return { ok: false, error: "invalid_blocks", response_metadata: { messages } };
}

/** What Slack would have remembered, and what it would have answered, of a call that went well. */
export function amend(state: OverlayState, method: string, args: Args, answer: Answer): Answer {
  if (method === "chat.postMessage" || method === "chat.update") {
    const place = `${answer.channel}:${answer.ts}`;
    if (args.metadata !== undefined) state.metadata.set(place, args.metadata);
    rememberButtons(state, place, args.blocks);
  }
  if (method === "views.open" || method === "views.update") {
    if (method === "views.update") state.views.delete(String(args.view_id));
    const view = answer.view as Args;
    state.views.set(String(view.id), view);
  }
  if (method === "conversations.history" || method === "conversations.replies") {
    return { ...answer, messages: visible(state, args, answer.messages as Args[]) };
  }
  return answer;
}

function rememberButtons(state: OverlayState, place: string, blocks: unknown): void {
  for (const block of Array.isArray(blocks) ? (blocks as Args[]) : []) {
    for (const element of (block.elements as Args[] | undefined) ?? []) {
      if (typeof element.action_id !== "string") continue;
      state.shown.set(`${place}:${element.action_id}`, {
        ...element,
        block_id: block.block_id ?? "made-by-slack",
      });
    }
  }
}

/** Slack keeps ephemeral messages out of the history, honours `oldest` and gives metadata on request. */
function visible(state: OverlayState, args: Args, messages: readonly Args[]): Args[] {
  const oldest = Number(args.oldest ?? 0);
  const wantsMetadata = String(args.include_all_metadata) === "true";
  return messages
    .filter((message) => message.subtype !== "ephemeral" && Number(message.ts) > oldest)
    .map((message) => {
      const metadata = state.metadata.get(`${args.channel}:${message.ts}`);
      return wantsMetadata && metadata !== undefined ? { ...message, metadata } : message;
    });
}
