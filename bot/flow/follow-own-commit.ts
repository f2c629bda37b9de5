import type { EventOf } from "#agents-schema/event.ts";
import { isTerminal, type Run } from "#agents-schema/run.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { PlatformFailure } from "../ports.ts";
import { carryCheckOver } from "./carry-check-over.ts";
import { checkAgentFiles } from "./check-agent-files.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import { showBeside } from "./show-beside.ts";
import { showSkipped } from "./show-skipped.ts";
import { startAgain } from "./start-again.ts";
import { supersedeRuns } from "./supersede-runs.ts";

/** Runs of a pull request that are looked back on. */
const lookBack = 50;

/**
 * One of our runs committed, so the pull request has a head that nobody asked to have checked. The commit
 * starts no agent by itself, least of all the one that made it. Agents that were still at work on the head
 * before run again on this one, once for each commit: what they would propose is stale. All others show
 * here what they showed there, since a check that is required would be missing else.
 */
export async function followOwnCommit(
  house: House,
  event: EventOf<"pull_request">,
  { shelf, changedFiles }: { shelf: Shelf; changedFiles: readonly string[] },
  deliveryId: string,
): Promise<string> {
  const { repository, pullRequest } = event;
  const { number, headSha } = pullRequest;
  const runs = await house.runs.ofPullRequest(
    { repository: repository.fullName, number },
    lookBack,
  );
  if (runs.some(({ state }) => state === "applying")) {
    const doing = `following our commit on #${number}: runs are still being carried out`;
    throw new PlatformFailure("retry", doing);
  }
  const commits = await commitsOf(house, runs);
  const committer = commits.get(headSha);
  if (committer === undefined) return "no run is known that made this commit";

  const agents = shelf.agents.filter(({ enabled }) => enabled);
  const heads = headsBefore(commits, committer);
  const before = runs.filter((run) => heads.has(run.headSha));
  const reason = `Buster committed ${headSha.slice(0, 7)} for ${committer.agent.name}; it runs again on the new head`;
  const again: string[] = [];
  for (const run of newestOfEach(runs)) {
    const isKnown = agents.some(({ name }) => name === run.agent.name);
    if (!isKnown || run.agent.name === committer.agent.name || !before.includes(run)) continue;
    if (!(await wasCutOff(house, run, reason))) continue;
    await supersedeRuns(house, [run], reason);
    const order = { by: run.requestedBy, deliveryId: `${deliveryId}:${run.id}`, because: reason };
    const { say } = await startAgain(house, run, order);
    house.log.info({ runId: run.id, outcome: say }, "run cut off by our own commit");
    again.push(run.agent.name);
  }

  const matches = matchAgents(house, agents, event, { changedFiles, home: repository.fullName });
  const onHead = new Set(
    runs
      .filter((run) => run.headSha === headSha)
      .map(nameOf)
      .concat(again),
  );
  const others = agents.filter(({ name }) => !onHead.has(name));
  await showBeside(house, [
    () => checkAgentFiles(house, event, changedFiles, shelf),
    ...others.map(({ name }) => async () => {
      const run = before.find((one) => one.agent.name === name);
      if (run !== undefined && isTerminal(run.state)) await carryCheckOver(house, run, headSha);
      const match = matches.find(({ agent }) => agent.name === name);
      if (run !== undefined || match === undefined) return;
      const why = match.starts ? "Buster's own commits start no agent" : match.reason;
      await showSkipped(house, event, name, why);
    }),
  ]);
  return again.length > 0 ? `our own commit; started ${again.join(", ")} again` : "our own commit";
}

/** The commits that runs made, by their ids. */
async function commitsOf(house: House, runs: readonly Run[]): Promise<ReadonlyMap<string, Run>> {
  const commits = new Map<string, Run>();
  for (const run of runs) {
    for (const { effect, receipt } of await house.outbox.ofRun(run.id)) {
      if (effect.kind === "commit" && receipt !== null) commits.set(receipt.externalId, run);
    }
  }
  return commits;
}

/** The head that was committed on, and those before it as far as our own commits go back. */
function headsBefore(commits: ReadonlyMap<string, Run>, committer: Run): ReadonlySet<string> {
  const heads = new Set<string>();
  let run: Run | undefined = committer;
  while (run !== undefined && !heads.has(run.headSha)) {
    heads.add(run.headSha);
    run = commits.get(run.headSha);
  }
  return heads;
}

/** Still at work, ended by an earlier try of this, or failed because the branch had moved on under it. */
async function wasCutOff(house: House, run: Run, reason: string): Promise<boolean> {
  if (!isTerminal(run.state)) return true;
  if (run.state === "superseded") return run.reason === reason;
  if (run.state !== "failed") return false;
  const effects = await house.outbox.ofRun(run.id);
  return effects.some(({ effect, state }) => effect.kind === "commit" && state === "failed");
}

function newestOfEach(runs: readonly Run[]): Run[] {
  const keys = new Set<string>();
  return runs.filter(({ concurrencyKey }) => {
    if (keys.has(concurrencyKey)) return false;
    keys.add(concurrencyKey);
    return true;
  });
}

function nameOf({ agent }: Run): string {
  return agent.name;
}
