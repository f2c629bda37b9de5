import { randomUUID } from "node:crypto";
import type { Finding } from "#agents-schema/finding.ts";
import type { CheckShown, GitHub } from "#bot/ports.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

/** Names are new each time, so that tests may share one world. */
export function anId(): string {
  return randomUUID().slice(0, 13);
}

/** A pull request of ada's that changes `models/orders.sql` in lines 2 and 3 of five. */
export async function aPullRequest({ world }: GitHubUnderTest): Promise<{
  number: number;
  headSha: string;
  branch: string;
}> {
  const id = anId();
  const branch = `ada/${id}`;
  const { number, headSha } = await world.openPullRequest({
    user: "ada",
    title: "Add margins",
    head: branch,
    files: {
      "models/orders.sql": `select\n  id,\n  price - cost as margin\nfrom raw\n-- ${id}\n`,
    },
  });
  return { number, headSha, branch };
}

export function aCheck(headSha: string, changes: Partial<CheckShown> = {}): CheckShown {
  return {
    name: "buster / docs",
    headSha,
    externalId: `run-${anId()}`,
    detailsUrl: "https://buster.example/runs/1",
    status: "in_progress",
    title: "Reading",
    summary: "Reading the models.",
    annotations: [],
    actions: [],
    ...changes,
  };
}

export function annotations(count: number): CheckShown["annotations"] {
  return Array.from({ length: count }, (_, index) => ({
    path: "models/orders.sql",
    line: index + 1,
    level: "warning",
    title: `finding ${index}`,
    message: "This column has no description.",
  }));
}

type Commit = Parameters<GitHub["commit"]>[0];

export function aCommit(
  { repository }: Pick<GitHubUnderTest, "repository">,
  on: { branch: string; expectedHead: string },
  changes: Partial<Commit> = {},
): Commit {
  return {
    repository,
    ...on,
    effectId: `run-${anId()}-e1`,
    headline: "docs: describe margin",
    body: "Describes one column.\n\nBuster-Run: run-1",
    changes: [
      { path: "models/orders.yml", status: "added", content: "version: 2\n", before: null },
    ],
    ...changes,
  };
}

export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    path: "models/orders.sql",
    line: 3,
    severity: "medium",
    rule: "missing-description",
    title: "margin has no description",
    body: "Say how it is computed.",
    ...changes,
  };
}
