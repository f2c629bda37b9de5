import type { EventOf, PullRequestFacts } from "#agents-schema/event.ts";

const repository = { fullName: "acme/shop", installationId: 1 };
const sender = { kind: "github", login: "ada", id: 1, isBot: false } as const;

/** A pull request of acme/shop against main. */
export function aPullRequest(
  facts: Partial<PullRequestFacts> = {},
  action: EventOf<"pull_request">["action"] = "opened",
): EventOf<"pull_request"> {
  return {
    kind: "pull_request",
    action,
    repository,
    sender,
    pullRequest: {
      number: 7,
      title: "Add discounts",
      author: "ada",
      draft: false,
      labels: [],
      baseRef: "main",
      baseSha: "b".repeat(40),
      headRef: "discounts",
      headSha: "a".repeat(40),
      headRepository: "acme/shop",
      changedLines: 12,
      state: "open",
      ...facts,
    },
  };
}

/** A push to a branch of acme/shop. */
export function aPush(branch: string): EventOf<"push"> {
  return { kind: "push", repository, branch, before: "b", after: "a", sender };
}

/** An event of the data stack. */
export function aDataEvent(
  name: string,
  source: string,
  payload: Record<string, unknown> = {},
): EventOf<"data_event"> {
  return { kind: "data_event", name, source, payload, repository };
}

/** A schedule's time. */
export function aTime(agent: string, at: string): EventOf<"schedule"> {
  return { kind: "schedule", agent, at, repository };
}

/** Somebody asks for an agent by name. */
export function aRequest(agent: string, inputs: Record<string, string> = {}): EventOf<"manual"> {
  return { kind: "manual", agent, inputs, repository, pullRequest: null, sender };
}

/** A comment on a pull request. */
export function aComment(body: string): EventOf<"comment"> {
  return {
    kind: "comment",
    repository,
    number: 7,
    isPullRequest: true,
    commentId: 1,
    body,
    sender,
  };
}
