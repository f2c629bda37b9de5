import { type Condition, monitorChecks, type PathFilter, type Trigger } from "./agent.ts";
import { pullRequestActions } from "./event.ts";
import type { RawTrigger } from "./raw-triggers.ts";
import { asTextList } from "./shapes.ts";

type Written = string | readonly string[] | undefined;

/** A trigger of either generation in the one shape that the program trusts. */
export function toTrigger(raw: RawTrigger): Trigger {
  const kind = "type" in raw ? raw.type : raw.event;
  const isNewer = "event" in raw;
  switch (kind) {
    case "pull_request": {
      const trigger = raw as RawOf<"pull_request">;
      return {
        kind: "pull_request",
        // The older generation heard every action, the newer one only those that bring commits.
        actions:
          trigger.events ??
          trigger.types ??
          (isNewer ? ["opened", "synchronize", "reopened"] : [...pullRequestActions]),
        paths: toPaths(
          [trigger.paths?.include, trigger.on_changed_files, trigger.includes],
          trigger.paths?.exclude,
        ),
        branches: toBranches(trigger.branches),
        conditions: (trigger.conditions ?? []).map(toCondition),
        // The newer generation says false when left out; the older one had no such key: a person is asked.
        autoCommit: trigger.auto_commit ?? (isNewer ? false : null),
        repository: trigger.repository ?? null,
      };
    }
    case "push": {
      const trigger = raw as RawOf<"push">;
      return {
        kind: "push",
        branches: toBranches(trigger.branches),
        paths: toPaths([trigger.paths?.include, trigger.includes], trigger.paths?.exclude),
        repository: trigger.repository ?? null,
      };
    }
    case "scheduled":
      return toSchedule(raw as RawOf<"scheduled">);
    case "event": {
      const trigger = raw as RawOf<"event">;
      return {
        kind: "event",
        eventName: trigger.event_name ?? null,
        source: trigger.source ?? null,
        filters: trigger.filters ?? {},
      };
    }
    case "airflow": {
      const trigger = raw as RawOf<"airflow">;
      return {
        kind: "event",
        eventName: "pipeline_failed",
        source: "airflow",
        filters: trigger.filters ?? {},
      };
    }
    case "monitor": {
      const trigger = raw as RawOf<"monitor">;
      return {
        kind: "monitor",
        models: trigger.models ?? [],
        checks: trigger.checks ?? [...monitorChecks],
        severity: asTextList(trigger.severity),
      };
    }
    case "comment":
    case "mention":
    case "manual": {
      const trigger = raw as RawOf<"manual">;
      const inputs = Object.entries(trigger.inputs ?? {}).map(([name, input]) => [
        name,
        {
          type: input.type ?? "string",
          required: input.required ?? false,
          default: input.default ?? null,
          description: input.description ?? "",
        },
      ]);
      return { kind, commands: trigger.commands ?? [], inputs: Object.fromEntries(inputs) };
    }
  }
}

type RawOf<Kind extends string> = Extract<RawTrigger, { type: Kind } | { event: Kind }>;

function toSchedule(raw: RawOf<"scheduled">): Trigger {
  const changed = raw.only_if_changed ?? { branches: raw.branches, includes: raw.includes };
  const isAsked = changed.branches !== undefined || changed.includes !== undefined;
  return {
    kind: "scheduled",
    cron: raw.cron.trim().replaceAll(/\s+/g, " "),
    timezone: raw.timezone ?? "UTC",
    skipIfRunning: raw.skip_if_running ?? true,
    onlyIfChanged: isAsked
      ? { branches: toBranches(changed.branches), paths: toPaths([changed.includes], undefined) }
      : null,
    context: raw.context ?? {},
  };
}

function toCondition(raw: NonNullable<RawOf<"pull_request">["conditions"]>[number]): Condition {
  const values = (written: typeof raw.any_of) =>
    (Array.isArray(written) ? written : [written]).map(String);
  return {
    kind: raw.type,
    ...(raw.any_of === undefined ? {} : { anyOf: values(raw.any_of) }),
    ...(raw.all_of === undefined ? {} : { allOf: values(raw.all_of) }),
    ...(raw.none_of === undefined ? {} : { noneOf: values(raw.none_of) }),
  };
}

/** `!x` among the included excludes; `models/` means everything below; every file needs no pattern. */
function toPaths(included: readonly Written[], excluded: Written): PathFilter {
  const globs = included.flatMap(asTextList).map(normalGlob);
  const include = globs.filter((glob) => !glob.startsWith("!"));
  return {
    include: include.includes("**") ? [] : include,
    exclude: [
      ...globs.filter((glob) => glob.startsWith("!")).map((glob) => normalGlob(glob.slice(1))),
      ...asTextList(excluded).map(normalGlob),
    ],
  };
}

function normalGlob(glob: string): string {
  const plain = glob.replace(/^(?:\.\/)+/, "");
  return plain.endsWith("/") ? `${plain}**` : plain;
}

/** `*` is the newer generation's word for every branch, also those with a slash. */
function toBranches(written: readonly string[] | undefined): string[] {
  const branches = written ?? [];
  return branches.some((branch) => branch === "*" || branch === "**") ? [] : [...branches];
}
