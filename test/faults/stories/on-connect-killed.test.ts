import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLedger } from "#bot/ledger/open-ledger.ts";
import { channels, openStage, people, type Stage } from "../../../examples/demo/open-stage.ts";
import { onlyAgents } from "../../stories/agents.ts";
import { expectProven, until } from "../../stories/open-story.ts";
import { silentLog } from "../../workshop/silent-log.ts";

/** A dead process's run is taken up after its lease of 20 s; then the project is documented. In milliseconds. */
const longMs = 90_000;

const running: ChildProcess[] = [];
let stage: Stage | undefined;
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await stage?.close();
});

/** `buster start` as a process of its own, listening. */
async function start({ environment }: Stage): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["bot/cli/main.ts", "start"], {
    env: { ...environment, PATH: process.env.PATH ?? "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  let said = "";
  child.stderr?.on("data", (data) => {
    said += String(data);
  });
  await until(
    "line that says where it listens",
    async () => {
      if (child.exitCode !== null) throw new Error(`buster start ended: ${said}`);
      return said.includes("buster listens") ? true : undefined;
    },
    longMs,
  );
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

test(
  "killed while it documents, and killed between two commits: one pull request in the end",
  async () => {
    const open = await openStage({ files: onlyAgents({}) });
    stage = open;
    const { github, slack } = open;
    const first = await start(open);
    await github.install({ user: people.mia.github, action: "created" });
    await until(
      "the documentation to be under way",
      // The first page of its notebook; a card may be edited only after all is over.
      async () => {
        const files = await readdir(join(open.environment.BUSTER_DATA ?? "", "notebooks"), {
          recursive: true,
        }).catch(() => []);
        return files.find((file) => file.endsWith(".json"));
      },
      longMs,
    );

    await kill(first);
    // Of the second commit GitHub's answer is lost, so that there is something in the middle.
    const second = await start(open);
    const branch = await until(
      "the branch of the documentation",
      async () => {
        const call = github.log.find(
          ({ method, path }) => method === "POST" && path.endsWith("/git/refs"),
        );
        const { ref } = (call?.body ?? {}) as { ref?: string };
        return ref?.replace("refs/heads/", "");
      },
      longMs,
    );
    github.failNext("POST /graphql#createCommitOnBranch", { kind: "drop-after" });
    const main = (await github.commits("main"))[0]?.sha;
    const own = async () => {
      const commits = await github.commits(branch);
      return commits.slice(
        0,
        commits.findIndex(({ sha }) => sha === main),
      );
    };
    await until(
      "the first of its commits",
      async () => ((await own()).length > 0 ? true : undefined),
      longMs,
    );
    await kill(second);

    const third = await start(open);
    const pull = await until(
      "the pull request",
      async () => (await github.pullRequests()).find(({ head }) => head.ref === branch),
      longMs,
    );
    await until(
      "the end of the run",
      async () =>
        (await slack.messages(channels.docs)).find((message) =>
          JSON.stringify(message).includes(`opened pull request #${pull.number}`),
        ),
      longMs,
    );
    await kill(third);

    expect(await github.pullRequests()).toHaveLength(1);
    expect((await own()).map(({ message }) => message.split("\n", 1)[0]).toReversed()).toEqual([
      "Document models/intermediate",
      "Document models/marts",
      "Document models/staging",
      "Document seeds",
    ]);
    const ledger = await openLedger({
      url: `pglite:${open.dataDirectory}/ledger`,
      log: silentLog,
    });
    try {
      const [run, ...others] = await ledger.runs.recent(5);
      if (run === undefined) throw new Error("the run is not in the ledger");
      expect(others).toEqual([]);
      expect(run.state).toBe("succeeded");
      await expectProven(ledger, run);
    } finally {
      await ledger.close();
    }
  },
  longMs * 4,
);
