import type { Run } from "#agents-schema/run.ts";
import { stripInvisible } from "./strip-invisible.ts";

/** Longest value that a template takes from an event or a pull request, in characters. */
const maxValue = 2_000;

/**
 * What `{{ event.x }}`, `{{ context.x }}`, `{{ inputs.x }}` and `{{ pr.x }}` stand for in a run.
 * Strangers write titles and payloads, so their values are one visible line each.
 */
export function promptNames(run: Run): Readonly<Record<string, unknown>> {
  const scheduled = run.agent.triggers.find((trigger) => trigger.kind === "scheduled");
  return {
    event: tame(eventNames(run)),
    context: { ...scheduled?.context, ...run.agent.context.variables },
    inputs: tame(run.inputs),
    pr: tame(pullRequestNames(run)),
  };
}

function eventNames({ event }: Run): unknown {
  if (event.kind !== "data_event") return event;
  return { ...event.payload, name: event.name, source: event.source };
}

function pullRequestNames({ pullRequest }: Run): unknown {
  if (pullRequest === null) return {};
  return {
    number: pullRequest.number,
    title: pullRequest.title,
    author: pullRequest.author,
    branch: pullRequest.headRef,
    base: pullRequest.baseRef,
    labels: pullRequest.labels,
    head_sha: pullRequest.headSha,
  };
}

function tame(value: unknown): unknown {
  if (typeof value === "string") {
    return stripInvisible(value).replace(/\s+/g, " ").slice(0, maxValue);
  }
  if (Array.isArray(value)) return value.map(tame);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, tame(member)]));
}
