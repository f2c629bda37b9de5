import type { Effect } from "#agents-schema/effect.ts";
import type { EventOf } from "#agents-schema/event.ts";
import { startRun } from "#bot/flow/start-run.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

export const commit: Effect = {
  kind: "commit",
  headline: "Document a",
  body: "",
  changes: [{ path: "a.yml", status: "added", content: "version: 2\n", before: null }],
};
export const comment: Effect = { kind: "comment", body: "Documented a." };

/** A house to settle runs in, of an agent that commits by itself (`docs`) and one that asks two people (`asks`). */
export interface SettlingHouse extends OpenHouse {
  /** A pull request that starts nothing by itself. */
  openPull(): Promise<EventOf<"pull_request">>;
  /** A run, on a new pull request or this one, that has proposed these and waits to be settled. */
  proposed(
    effects: readonly Effect[],
    options?: { event?: EventOf<"pull_request">; agent?: "docs" | "asks" },
  ): Promise<{ runId: string; number: number; branch: string }>;
  /** What the effects above have left in the world. */
  commitsOn(branch: string): Promise<readonly { message: string }[]>;
  commentsOn(number: number): Promise<readonly { body: string }[]>;
  runOf(runId: string): Promise<{ state: string | undefined; reason: string | null | undefined }>;
  statesOf(runId: string): Promise<string[]>;
  /** What time does when the process that settles a run has died, or must wait. */
  endSettling(runId: string): Promise<void>;
}

export async function openSettlingHouse(): Promise<SettlingHouse> {
  const open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", "events: [opened], auto_commit: true"),
    ".buster/agents/asks.yml": agentFile("asks", "events: [opened]", "approvals: {count: 2}"),
  });
  const { house, github, ledger } = open;
  let pulls = 0;
  let deliveries = 0;

  const openPull = async () => {
    const files = { [`a${++pulls}.sql`]: "select 1\n" };
    await github.openPullRequest({ user: "mia", title: `Pull ${pulls}`, files });
    return open.lastEvent("pull_request");
  };

  return {
    ...open,
    openPull,
    async proposed(effects, options = {}) {
      const { event = await openPull(), agent: name = "docs" } = options;
      const { repository, pullRequest, sender } = event;
      const { baseSha, headSha, number, headRef: branch } = pullRequest;
      const { agents } = await house.library.at(repository, baseSha);
      const agent = agents.find((one) => one.name === name);
      if (agent === undefined) throw new Error(`there is no agent ${name}`);
      const { runId } = await startRun(house, {
        deliveryId: `github:${++deliveries}`,
        agent,
        event,
        repository,
        pullRequest,
        baseSha,
        headSha,
        changedFiles: [],
        inputs: {},
        requestedBy: sender,
        because: "a test",
        places: [],
        defaultChannel: null,
      });
      await open.work(runId, effects, name === "docs" ? "applying" : "awaiting_approval");
      return { runId, number, branch };
    },
    commitsOn: async (branch) =>
      (await github.commits(branch)).filter(({ message }) => message.startsWith("Document a")),
    commentsOn: async (number) =>
      (await github.comments(number)).filter(({ body }) => body.includes("Documented a.")),
    async runOf(runId) {
      const run = await house.runs.load(runId);
      return { state: run?.state, reason: run?.reason };
    },
    statesOf: async (runId) => (await house.outbox.ofRun(runId)).map(({ state }) => state),
    async endSettling(runId) {
      await ledger.pool?.query(
        "update buster.run set settling_until = clock_timestamp() where id = $1",
        [runId],
      );
    },
  };
}
