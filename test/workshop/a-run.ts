import { autoCommitOf } from "#agents-schema/auto-commit-of.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { noCost, type Run } from "#agents-schema/run.ts";

const plain = `name: helper
triggers:
  - type: pull_request
    on_changed_files: "models/**/*.sql"
prompt: Document the changed models.
`;

/** A run of an agent file; a test names only what matters to it. */
export function aRun(changes: Partial<Run> & { file?: string } = {}): Run {
  const { file, ...rest } = changes;
  const { agent, mistakes } = parseAgentFile(".buster/agents/helper.yml", file ?? plain);
  if (agent === undefined) throw new Error(JSON.stringify(mistakes));
  const pullRequest = {
    number: 7,
    title: "Add the status",
    author: "mia",
    draft: false,
    labels: [],
    baseRef: "main",
    baseSha: "base",
    headRef: "feature",
    headSha: "head",
    headRepository: "acme/bike-shop",
    changedLines: null,
    state: "open" as const,
  };
  const repository = { fullName: "acme/bike-shop", installationId: 1 };
  const mia = { kind: "github" as const, login: "mia", id: 1, isBot: false };
  return {
    id: "run-1",
    agent,
    event: { kind: "pull_request", action: "opened", repository, pullRequest, sender: mia },
    repository,
    baseSha: "base",
    headSha: "head",
    pullRequest,
    isFork: false,
    autoCommit: autoCommitOf(agent, undefined),
    changedFiles: [],
    inputs: {},
    requestedBy: mia,
    because: "models/marts/fct_orders.sql matches models/**/*.sql",
    places: [],
    concurrencyKey: "helper:acme/bike-shop:#7",
    state: "queued",
    reason: null,
    cost: noCost,
    stopRequestedBy: null,
    version: 1,
    journalHead: "",
    createdAt: "2025-01-01T00:00:00.000Z",
    updatedAt: "2025-01-01T00:00:00.000Z",
    ...rest,
  };
}
