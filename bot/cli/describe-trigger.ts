import {
  type Condition,
  monitorChecks,
  type PathFilter,
  type Trigger,
} from "#agents-schema/agent.ts";
import { pullRequestActions } from "#agents-schema/event.ts";

/** What a trigger listens for, in words: `a pull request (opened) that changes models/**`. */
export function describeTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case "pull_request": {
      const { actions, conditions } = trigger;
      const isEvery = actions.length === pullRequestActions.length;
      return words([
        isEvery ? "a pull request" : `a pull request (${actions.join(", ")})`,
        trigger.repository === null ? "" : `of ${trigger.repository}`,
        trigger.branches.length === 0 ? "" : `to ${trigger.branches.join(", ")}`,
        files(trigger.paths, "that changes"),
        conditions.length === 0 ? "" : `if ${conditions.map(describeCondition).join("; ")}`,
      ]);
    }
    case "push":
      return words([
        "a push",
        trigger.repository === null ? "" : `in ${trigger.repository}`,
        trigger.branches.length === 0 ? "" : `to ${trigger.branches.join(", ")}`,
        files(trigger.paths, "that changes"),
      ]);
    case "scheduled":
      return words([
        `the schedule ${trigger.cron} (${trigger.timezone})`,
        trigger.onlyIfChanged === null
          ? ""
          : files(trigger.onlyIfChanged.paths, "after changes of") || "after changes",
      ]);
    case "event":
      return words([
        `the event ${trigger.eventName ?? "of any name"}`,
        trigger.source === null ? "" : `from ${trigger.source}`,
        Object.keys(trigger.filters).length === 0 ? "" : "that fits its filters",
      ]);
    case "monitor": {
      const isEvery = trigger.checks.length === monitorChecks.length;
      return words([
        `a breach of ${isEvery ? "any monitor" : trigger.checks.join(", ")}`,
        trigger.models.length === 0 ? "" : `on ${trigger.models.join(", ")}`,
      ]);
    }
    case "comment":
    case "mention":
      return words([
        `a ${trigger.kind}`,
        trigger.commands.length === 0 ? "" : `with ${trigger.commands.join(", ")}`,
      ]);
    case "manual": {
      const inputs = Object.entries(trigger.inputs).map(
        ([name, { required }]) => `${name}${required ? "" : "?"}`,
      );
      return words(["somebody's command", inputs.length === 0 ? "" : `with ${inputs.join(", ")}`]);
    }
  }
}

/** `pr_labels any of data, analytics, none of wip`. */
function describeCondition({ kind, anyOf, allOf, noneOf }: Condition): string {
  const asked = [
    ["any of", anyOf],
    ["all of", allOf],
    ["none of", noneOf],
  ] as const;
  const said = asked.flatMap(([how, values]) =>
    values === undefined ? [] : [`${how} ${values.join(", ")}`],
  );
  return `${kind} ${said.join(", ")}`;
}

function files({ include, exclude }: PathFilter, verb: string): string {
  if (include.length === 0 && exclude.length === 0) return "";
  const without = exclude.length === 0 ? "" : ` but not ${exclude.join(", ")}`;
  return `${verb} ${include.length === 0 ? "files" : include.join(", ")}${without}`;
}

function words(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
