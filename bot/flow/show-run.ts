import { digest } from "#agents-schema/digest.ts";
import type { Run } from "#agents-schema/run.ts";
import { PlatformFailure } from "../ports.ts";
import { foldRun } from "../views/fold-run.ts";
import type { Links, RunView } from "../views/run-view.ts";
import type { House } from "./house.ts";

/** Everything that a surface of a run is rendered from, read once. */
export interface Shown {
  run: Run;
  view: RunView;
  links: Links;
}

/** Reads a run for its surfaces. */
export async function readForShow(house: House, run: Run): Promise<Shown> {
  const [journal, effects, approvals] = await Promise.all([
    house.runs.journal(run.id),
    house.outbox.ofRun(run.id),
    house.approvals.ofRun(run.id),
  ]);
  return { run, view: foldRun(run, journal, effects, approvals), links: linksOf(house, run) };
}

/** Where the cards and comments of a run point. */
function linksOf(house: House, run: Run): Links {
  return {
    run: house.runUrl(run.id),
    pullRequest:
      run.pullRequest === null
        ? null
        : house.pullRequestUrl(run.repository.fullName, run.pullRequest.number),
  };
}

/**
 * Brings one surface up to date, if what it shows has changed. What is created is noted at once; a
 * process that dies before that finds it again by its marker. A surface that the platform refuses for
 * good is logged and left: a run does not fail because its card cannot be shown.
 */
export async function showSurface(
  house: House,
  runId: string,
  kind: string,
  content: unknown,
  show: (known: string | null, mayExist: boolean) => Promise<string>,
): Promise<void> {
  const hash = digest(content);
  const surface = await house.surfaces.get(runId, kind);
  if (surface?.shown === hash) return;
  const mayExist = surface !== undefined && surface.externalId === null;
  if (surface === undefined) {
    await house.surfaces.put({ runId, kind, externalId: null, shown: null });
  }
  try {
    const externalId = await show(surface?.externalId ?? null, mayExist);
    await house.surfaces.put({ runId, kind, externalId, shown: hash });
  } catch (cause) {
    if (!(cause instanceof PlatformFailure) || cause.code === "retry" || cause.code === "ambiguous")
      throw cause;
    house.log.warn({ runId, surface: kind, err: cause }, "surface not shown");
    await house.surfaces.put({
      runId,
      kind,
      externalId: surface?.externalId ?? null,
      shown: hash,
    });
  }
}
