import { randomBytes } from "node:crypto";
import type { PullRequestFacts } from "#agents-schema/event.ts";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { createLocalGitHub } from "../../executors/local/create-local-github.ts";
import { createTriggerIndexes } from "../../flow/create-trigger-indexes.ts";
import type { House } from "../../flow/house.ts";
import { type OpenLedger, openLedger } from "../../ledger/open-ledger.ts";
import type { Log } from "../../ports.ts";
import { createScreen } from "../../wiring/create-screen.ts";
import { inflateText } from "../../wiring/inflate-text.ts";
import type { LocalSite } from "./open-site.ts";

/**
 * The house of a local run: the same flow over a ledger in memory, with the working directory in the place
 * of GitHub. The queue does nothing: whoever runs the command takes the steps one by one.
 */
export async function openLocalHouse(
  site: LocalSite,
  pullRequest: PullRequestFacts,
  tell: (text: string) => void,
  log: Log,
): Promise<{ house: House; ledger: OpenLedger }> {
  const ledger = await openLedger({ url: "pglite:memory", log });
  const clock = { now: () => new Date() };
  const house: House = {
    ...ledger,
    queue: {
      add: async () => undefined,
    },
    triggersOf: createTriggerIndexes(),
    library: {
      at: async () => site.shelf,
      changedFiles: async () => site.changedFiles,
      branchSha: async () => site.headSha,
    },
    github: createLocalGitHub({ directory: site.directory, pullRequest, tell, now: clock.now }),
    slack: undefined,
    clock,
    log,
    screen: createScreen(createSecretScan([], inflateText), log),
    randomToken: () => randomBytes(16).toString("hex"),
    runUrl: () => "",
    pullRequestUrl: () => "",
    mention: "@buster",
    homeRepository: undefined,
  };
  return { house, ledger };
}
