import { z } from "zod";
import { monitorChecks } from "./agent.ts";
import { checkCron, checkTimeZone } from "./check-schedule.ts";
import { pullRequestActions } from "./event.ts";
import { eventNames } from "./event-names.ts";
import { nearest } from "./nearest.ts";
import {
  branchList,
  globList,
  globOrList,
  repositoryName,
  scalar,
  section,
  someText,
  textList,
  textOrList,
  textThat,
} from "./raw-values.ts";

/*
 * Triggers as people write them. The older generation says `type:`, the newer one `event:`; both may
 * use the keys of either.
 */

const actions = z.array(z.enum(pullRequestActions)).min(1);

const RawCondition = section({
  type: z.enum(["pr_labels", "pr_author", "pr_draft", "pr_title", "changed_lines"]),
  any_of: z
    .union([scalar, z.array(scalar).min(1)])
    .describe("At least one of these holds.")
    .optional(),
  all_of: z
    .union([scalar, z.array(scalar).min(1)])
    .describe("Every one of these holds.")
    .optional(),
  none_of: z
    .union([scalar, z.array(scalar).min(1)])
    .describe("None of these holds.")
    .optional(),
});

const paths = section({
  include: globList.min(1).describe("Globs over changed files.").optional(),
  exclude: globList.describe("Globs over changed files that do not count.").optional(),
});

const pullRequest = {
  events: actions
    .describe("What happened to the pull request; every action when left out.")
    .optional(),
  types: actions.describe("The newer name of `events`.").optional(),
  paths: paths.optional(),
  on_changed_files: globOrList.describe("Short for `paths.include`.").optional(),
  includes: globOrList.describe("The newer name of `paths.include`.").optional(),
  branches: branchList.describe("Target branches; globs.").optional(),
  conditions: z.array(RawCondition).describe("All of them must hold.").optional(),
  auto_commit: z
    .boolean()
    .describe("true: commit onto the pull request's branch. false: open a new pull request.")
    .optional(),
  repository: repositoryName.describe("owner/name; this repository when left out.").optional(),
};

const push = {
  branches: branchList.optional(),
  paths: paths.optional(),
  includes: globOrList.optional(),
  repository: repositoryName.optional(),
};

const scheduled = {
  cron: textThat(checkCron).describe("Five fields: minute hour day month weekday."),
  timezone: textThat(checkTimeZone).describe("IANA name; UTC when left out.").optional(),
  skip_if_running: z.boolean().describe("Skip a time while the last run still works.").optional(),
  only_if_changed: section({ branches: branchList.optional(), includes: globOrList.optional() })
    .describe("Run only when such files changed since the last run.")
    .optional(),
  branches: branchList.describe("The newer way to write `only_if_changed.branches`.").optional(),
  includes: globOrList.describe("The newer way to write `only_if_changed.includes`.").optional(),
  context: z
    .record(z.string(), z.unknown())
    .describe("Values for the prompt: `{{ context.name }}`.")
    .optional(),
};

const filters = z
  .record(z.string(), z.unknown())
  .describe("Dotted path in the payload: a value, a list of values, or a glob.");

const dataEvent = {
  event_name: textThat(checkEventName).describe("The event's name, or custom.<name>.").optional(),
  source: someText.describe("The system that sends it, such as fivetran.").optional(),
  filters: filters.optional(),
};

const airflow = { filters: filters.optional() };

const monitor = {
  models: textList
    .describe("Models to watch; names or globs. Every model when left out.")
    .optional(),
  checks: z.array(z.enum(monitorChecks)).min(1).optional(),
  severity: textOrList.optional(),
};

const onRequest = {
  commands: textList
    .min(1)
    .describe("Words that start it; the agent's name when left out.")
    .optional(),
  inputs: z
    .record(
      z.string(),
      section({
        type: z.enum(["string", "number", "boolean"]).optional(),
        required: z.boolean().optional(),
        default: scalar.optional(),
        description: z.string().optional(),
      }),
    )
    .describe("Values that the person who starts it gives.")
    .optional(),
};

export const RawTrigger = z.union([
  z.discriminatedUnion("type", [
    section({ type: z.literal("pull_request"), ...pullRequest }),
    section({ type: z.literal("push"), ...push }),
    section({ type: z.literal("scheduled"), ...scheduled }),
    section({ type: z.literal("event"), ...dataEvent }),
    section({ type: z.literal("airflow"), ...airflow }),
    section({ type: z.literal("monitor"), ...monitor }),
    section({ type: z.literal("comment"), ...onRequest }),
    section({ type: z.literal("mention"), ...onRequest }),
    section({ type: z.literal("manual"), ...onRequest }),
  ]),
  z.discriminatedUnion("event", [
    section({ event: z.literal("pull_request"), ...pullRequest }),
    section({ event: z.literal("push"), ...push }),
    section({ event: z.literal("scheduled"), ...scheduled }),
    section({ event: z.literal("event"), ...dataEvent }),
    section({ event: z.literal("airflow"), ...airflow }),
    section({ event: z.literal("monitor"), ...monitor }),
    section({ event: z.literal("comment"), ...onRequest }),
    section({ event: z.literal("mention"), ...onRequest }),
    section({ event: z.literal("manual"), ...onRequest }),
  ]),
]);
export type RawTrigger = z.infer<typeof RawTrigger>;

function checkEventName(name: string): string | undefined {
  if (/^custom\.[A-Za-z0-9_.*-]+$/.test(name)) return undefined;
  if ((eventNames as readonly string[]).includes(name)) return undefined;
  const near = nearest(name, eventNames);
  const hint =
    near === undefined
      ? `known: ${eventNames.join(", ")}; events of your own are called \`custom.<name>\``
      : `did you mean \`${near}\`?`;
  return `there is no event \`${name}\`\n${hint}`;
}
