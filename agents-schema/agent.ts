import { z } from "zod";
import { effectKinds } from "./effect.ts";
import { pullRequestActions } from "./event.ts";

/*
 * An agent in the one shape that the program trusts. Files of both generations of the syntax are
 * normalised to it by `parseAgentFile`; every default has been filled in there and nowhere else.
 */

export const Condition = z.object({
  kind: z.enum(["pr_labels", "pr_author", "pr_draft", "pr_title", "changed_lines"]),
  anyOf: z.array(z.string()).optional(),
  allOf: z.array(z.string()).optional(),
  noneOf: z.array(z.string()).optional(),
});
export type Condition = z.infer<typeof Condition>;

/** Globs over repository paths; an empty `include` means every path. */
export const PathFilter = z.object({ include: z.array(z.string()), exclude: z.array(z.string()) });
export type PathFilter = z.infer<typeof PathFilter>;

const PullRequestTrigger = z.object({
  kind: z.literal("pull_request"),
  actions: z.array(z.enum(pullRequestActions)),
  paths: PathFilter,
  /** Globs over the target branch; empty means every branch. */
  branches: z.array(z.string()),
  conditions: z.array(Condition),
  /** true: straight onto the branch; false: a new branch and pull request; null: ask a person. */
  autoCommit: z.boolean().nullable(),
  /** `owner/name`; null for the repository that holds the agent. */
  repository: z.string().nullable(),
});

const PushTrigger = z.object({
  kind: z.literal("push"),
  branches: z.array(z.string()),
  paths: PathFilter,
  repository: z.string().nullable(),
});

const ScheduledTrigger = z.object({
  kind: z.literal("scheduled"),
  cron: z.string(),
  timezone: z.string(),
  skipIfRunning: z.boolean(),
  onlyIfChanged: z.object({ branches: z.array(z.string()), paths: PathFilter }).nullable(),
  context: z.record(z.string(), z.unknown()),
});

const DataEventTrigger = z.object({
  kind: z.literal("event"),
  /** null matches every event name of the source. */
  eventName: z.string().nullable(),
  source: z.string().nullable(),
  /** Dotted path in the payload → value, list of values, or glob. */
  filters: z.record(z.string(), z.unknown()),
});

export const monitorChecks = [
  "freshness",
  "volume",
  "null_rate",
  "distinct",
  "accepted_values",
  "referential_integrity",
  "schema",
  "anomaly",
] as const;

const MonitorTrigger = z.object({
  kind: z.literal("monitor"),
  models: z.array(z.string()),
  checks: z.array(z.enum(monitorChecks)),
  severity: z.array(z.string()),
});

export const InputDeclaration = z.object({
  type: z.enum(["string", "number", "boolean"]),
  required: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  description: z.string(),
});
export type InputDeclaration = z.infer<typeof InputDeclaration>;

const OnRequestTrigger = z.object({
  kind: z.enum(["comment", "mention", "manual"]),
  commands: z.array(z.string()),
  inputs: z.record(z.string(), InputDeclaration),
});

export const Trigger = z.discriminatedUnion("kind", [
  PullRequestTrigger,
  PushTrigger,
  ScheduledTrigger,
  DataEventTrigger,
  MonitorTrigger,
  OnRequestTrigger,
]);
export type Trigger = z.infer<typeof Trigger>;
export type TriggerOf<Kind extends Trigger["kind"]> = Extract<Trigger, { kind: Kind }>;

export const presets = ["safe", "standard", "unrestricted"] as const;

export const Agent = z.object({
  name: z.string(),
  description: z.string(),
  /** Path of its file in the repository. */
  path: z.string(),
  enabled: z.boolean(),
  mode: z.enum(["live", "staged"]),
  /** Model id, or null for the server's default. */
  model: z.string().nullable(),
  prompt: z.string(),
  triggers: z.array(Trigger).min(1),
  tools: z.object({
    preset: z.enum(presets),
    include: z.array(z.string()),
    exclude: z.array(z.string()),
    bash: z.object({ allow: z.array(z.string()) }),
    dbt: z.object({ allow: z.array(z.string()) }),
  }),
  restrictions: z.object({
    files: z.object({
      /** Directories or globs; empty means no further narrowing. */
      allow: z.array(z.string()),
      deny: z.array(z.string()),
      canCreate: z.boolean(),
      canDelete: z.boolean(),
    }),
    sql: z.object({
      readOnly: z.boolean(),
      maxRowsReturned: z.number().int().positive(),
      timeoutSeconds: z.number().positive(),
      maxBytesScanned: z.number().positive().nullable(),
      allowSchemas: z.array(z.string()),
      denySchemas: z.array(z.string()),
      /** `table.column` or `column`. */
      denyColumns: z.array(z.string()),
    }),
    git: z.object({
      canCommit: z.boolean(),
      canPush: z.boolean(),
      canCreatePr: z.boolean(),
      branchPrefix: z.string(),
      protectedBranches: z.array(z.string()),
    }),
    /** Effect kinds the agent may propose (empty: what its preset grants) and how many per run. */
    actions: z.object({
      allow: z.array(z.enum(effectKinds)),
      max: z.partialRecord(z.enum(effectKinds), z.number().int().nonnegative()),
    }),
    network: z.object({ allow: z.array(z.string()) }),
  }),
  approvals: z.object({
    requiredFor: z.array(z.enum(effectKinds)),
    approvers: z.array(z.string()),
    count: z.number().int().positive(),
    expiresAfterSeconds: z.number().positive(),
    allowSelf: z.boolean(),
  }),
  notifications: z.object({
    slack: z
      .object({
        channel: z.string(),
        onStart: z.boolean(),
        onSuccess: z.boolean(),
        onFailure: z.boolean(),
        onFinding: z.boolean(),
        mention: z.array(z.string()),
      })
      .nullable(),
    pagerduty: z.record(z.string(), z.unknown()).nullable(),
    webhook: z.record(z.string(), z.unknown()).nullable(),
  }),
  context: z.object({
    files: z.array(z.string()),
    models: z.array(z.string()),
    variables: z.record(z.string(), z.unknown()),
  }),
  limits: z.object({
    timeoutSeconds: z.number().positive(),
    maxTurns: z.number().int().positive(),
    maxTokens: z.number().int().positive(),
    maxCostUsd: z.number().positive(),
    concurrency: z.number().int().positive(),
  }),
});
export type Agent = z.infer<typeof Agent>;
