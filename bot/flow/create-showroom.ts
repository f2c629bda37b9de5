import type { Run } from "#agents-schema/run.ts";
import { PlatformFailure, StoreUnavailable } from "../ports.ts";
import type { House } from "./house.ts";
import { showCheck, showTrackingComment } from "./show-on-github.ts";
import { showOnSlack } from "./show-on-slack.ts";
import { readForShow } from "./show-run.ts";

/**
 * Steps of a run that works are shown at most so often: Slack takes about one edit a second and channel
 * (platforms), GitHub writes are dearer. A change of state is shown at once.
 */
const pauseMs = 3_000;
/** After a failure of a platform its surfaces rest so long. */
const restMs = 5_000;
/** Runs that one round looks at. */
const perRound = 100;
/** How long a place stays one process's when it dies while it shows it. */
const claimMs = 60_000;
/** Pull requests and threads that are shown side by side. */
const atOnce = 4;

/** Keeps what people see of the runs true to the ledger. */
export interface Showroom {
  /** Shows what is new and due; what could not be shown stays new. Rejects only when the store is away. */
  round(): Promise<void>;
}

export function createShowroom(house: House): Showroom {
  /** When a run may be shown again, and the state it was shown in. Only saves calls: nothing is lost with it. */
  const shownAt = new Map<string, { state: string; until: number }>();

  const isDue = (run: Run) => {
    const last = shownAt.get(run.id);
    return (
      last === undefined || last.state !== run.state || house.clock.now().getTime() >= last.until
    );
  };

  const show = async (seen: Run) => {
    // Another process may have shown more while we waited for the place: what we saw then is no news.
    const run = (await house.runs.load(seen.id)) ?? seen;
    const until = (ms: number) => house.clock.now().getTime() + ms;
    try {
      await showEverywhere(house, run);
      await house.runs.presented(run.id, run.version);
      shownAt.set(run.id, { state: run.state, until: until(pauseMs) });
    } catch (cause) {
      if (cause instanceof StoreUnavailable) throw cause;
      // One run that cannot be shown, even by our own mistake, keeps no other from being shown.
      const level = cause instanceof PlatformFailure ? "warn" : "error";
      house.log[level]({ runId: run.id, err: cause }, "run will be shown later");
      shownAt.set(run.id, { state: run.state, until: until(restMs) });
    }
  };

  /** Another process that shows the place already leaves nothing to do; it or we come again. */
  const showGroup = async (place: string, runs: readonly Run[]) => {
    if (!(await house.surfaces.claim(place, claimMs))) return;
    try {
      for (const run of runs) await show(run);
    } finally {
      await house.surfaces.release(place);
    }
  };

  return {
    async round() {
      const due = (await house.runs.unpresented(perRound)).filter(isDue);
      const groups = groupedByPlace(due);
      const work = async () => {
        for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
          await showGroup(...group);
        }
      };
      const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, work));
      const failed = outcomes.find(({ status }) => status === "rejected");
      if (failed?.status === "rejected") throw failed.reason;
      for (const [runId, { until }] of shownAt) {
        if (until + restMs < house.clock.now().getTime()) shownAt.delete(runId);
      }
    },
  };
}

/** Runs of one pull request share a comment, so they are shown one after the other. */
function groupedByPlace(runs: readonly Run[]): [place: string, runs: Run[]][] {
  const keyOf = (run: Run) =>
    run.pullRequest === null ? run.id : `${run.repository.fullName}#${run.pullRequest.number}`;
  return [...Map.groupBy(runs, keyOf)];
}

/** A platform that is away does not keep the others from showing the run. */
async function showEverywhere(house: House, run: Run): Promise<void> {
  const shown = await readForShow(house, run);
  const surfaces: (() => Promise<void>)[] = [];
  if (run.pullRequest !== null) {
    surfaces.push(
      () => showCheck(house, shown),
      () => showTrackingComment(house, shown),
    );
  }
  const { slack } = house;
  if (slack !== undefined) surfaces.push(() => showOnSlack(house, slack, shown));

  const failures: unknown[] = [];
  for (const outcome of await Promise.allSettled(surfaces.map((surface) => surface()))) {
    if (outcome.status === "rejected") failures.push(outcome.reason);
  }
  const [ours] = failures.filter((cause) => !(cause instanceof PlatformFailure));
  if (ours !== undefined) throw ours;
  if (failures.length > 0) throw failures[0];
}
