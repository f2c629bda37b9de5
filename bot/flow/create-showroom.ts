import type { Run } from "#agents-schema/run.ts";
import { PlatformFailure } from "../ports.ts";
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

/** Keeps what people see of the runs true to the ledger. */
export interface Showroom {
  /** Shows what is new and due. Never rejects because of a platform: what was not shown stays new. */
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

  const show = async (run: Run) => {
    const until = (ms: number) => house.clock.now().getTime() + ms;
    try {
      await showEverywhere(house, run);
      await house.runs.presented(run.id, run.version);
      shownAt.set(run.id, { state: run.state, until: until(pauseMs) });
    } catch (cause) {
      if (!(cause instanceof PlatformFailure)) throw cause;
      house.log.warn({ runId: run.id, err: cause }, "run will be shown later");
      shownAt.set(run.id, { state: run.state, until: until(restMs) });
    }
  };

  return {
    async round() {
      for (const run of await house.runs.unpresented(perRound)) {
        if (isDue(run)) await show(run);
      }
      for (const [runId, { until }] of shownAt) {
        if (until + restMs < house.clock.now().getTime()) shownAt.delete(runId);
      }
    },
  };
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
