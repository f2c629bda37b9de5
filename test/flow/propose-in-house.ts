import type { Approval } from "#agents-schema/approval.ts";
import type { EffectOf } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import type { OpenHouse } from "./open-house.ts";

export function aCommit(headline: string): EffectOf<"commit"> {
  const changes = [
    { path: "a.yml", status: "added" as const, content: `# ${headline}\n`, before: null },
  ];
  return { kind: "commit", headline, body: "", changes };
}

/** Mia opens a pull request with SQL; the run that it starts proposes a commit and waits. */
export async function proposingRun(open: OpenHouse, title: string): Promise<Run> {
  const { house, github } = open;
  await github.openPullRequest({ user: "mia", title, files: { [`${title}.sql`]: "select 1\n" } });
  const event = open.lastEvent("pull_request");
  await admitEvent(house, { id: `github:${title}`, event });
  const on = { repository: "acme/shop", number: event.pullRequest.number };
  const [run] = await house.runs.active(on);
  if (run === undefined) throw new Error("no run was started");
  await open.work(run.id, [aCommit("Document a")], "awaiting_approval");
  return run;
}

/** The same, and people are asked. */
export async function askedApproval(open: OpenHouse, title: string): Promise<Approval> {
  const run = await proposingRun(open, title);
  return askAgain(open, run.id);
}

/** What people are asked about a run that waits: the newest of its approvals. */
export async function askAgain({ house }: OpenHouse, runId: string): Promise<Approval> {
  await settleRun(house, runId);
  const approval = (await house.approvals.ofRun(runId)).at(-1);
  if (approval?.state !== "pending") throw new Error("nobody was asked");
  return approval;
}
