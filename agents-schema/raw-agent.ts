import { z } from "zod";
import { presets } from "./agent.ts";
import { effectKinds } from "./effect.ts";
import { RawRestrictions } from "./raw-restrictions.ts";
import { RawTrigger } from "./raw-triggers.ts";
import {
  duration,
  notYet,
  plainPath,
  section,
  textList,
  textOrList,
  textThat,
} from "./raw-values.ts";
import { toolNames } from "./tool-names.ts";

const tools = section({
  preset: z
    .enum(presets)
    .describe(
      "safe: reads, queries, comments. standard (default): also changes files. unrestricted.",
    )
    .optional(),
  include: z.array(z.enum(toolNames)).describe("Opt-in tools, such as slack_tool.").optional(),
  exclude: z
    .array(z.enum(toolNames))
    .describe("Tools that the preset grants and this agent does without.")
    .optional(),
  bash: section({ allow: textList.describe(notYet) }).optional(),
  dbt: section({
    allow: z.array(
      z.string().regex(/^[a-z][a-z-]*$/, {
        error: "the name of a dbt command is expected\nwrite `allow: [parse, ls, compile]`",
      }),
    ),
  }).optional(),
});

const approver = z
  .string()
  .regex(/^(?:@[A-Za-z0-9-]+(?:\/[A-Za-z0-9._-]+)?|slack:[UWS][A-Z0-9]+)$/, {
    error:
      'an approver is a GitHub person or team, or a Slack user or group id\nwrite `"@octocat"`, `"@acme/data-team"` or `"slack:S0123ABCD"`',
  });

const approvals = section({
  required_for: z
    .array(z.enum(effectKinds))
    .describe("Effects that always wait for a person.")
    .optional(),
  approvers: z.array(approver).describe("Anyone with write permission when left out.").optional(),
  count: z
    .number()
    .int()
    .positive()
    .max(10)
    .describe("How many people; 1 when left out.")
    .optional(),
  expires_after: duration.describe("24h when left out.").optional(),
  allow_self: z
    .boolean()
    .describe("May the person who started the run approve; true when left out.")
    .optional(),
});

const slack = section({
  channel: z.string().regex(/^(?:#[^\s#,@:<>]{1,79}|[CGD][A-Z0-9]{6,20})$/, {
    error: 'a channel is written with `#` and in quotes\nwrite `channel: "#data-quality"`',
  }),
  on_start: z.boolean().describe("false when left out.").optional(),
  on_success: z.boolean().describe("true when left out.").optional(),
  on_failure: z.boolean().describe("true when left out.").optional(),
  on_finding: z.boolean().describe("true when left out.").optional(),
  mention: textOrList
    .describe("Slack user or group ids, called when a run fails or finds something.")
    .optional(),
});

const notifications = section({
  slack: slack.optional(),
  pagerduty: z.record(z.string(), z.unknown()).describe(notYet).optional(),
  webhook: z.record(z.string(), z.unknown()).describe(notYet).optional(),
});

const context = section({
  files: z.array(plainPath).describe("Files that are always read first.").optional(),
  models: textList.describe("Models whose documentation is read first.").optional(),
  variables: z
    .record(z.string(), z.unknown())
    .describe("For the prompt: `{{ context.name }}`.")
    .optional(),
});

/** Six hours: what the longest run of a warehouse job needs; a forgotten run ends the same day. */
const timeout = z.number().positive().max(21_600);

const limits = section({
  timeout: timeout.describe("Seconds; 900 when left out.").optional(),
  max_turns: z.number().int().positive().max(1000).describe("60 when left out.").optional(),
  max_tokens: z
    .number()
    .int()
    .positive()
    .max(100_000_000)
    .describe("400000 when left out.")
    .optional(),
  max_cost_usd: z.number().positive().max(10_000).describe("5 when left out.").optional(),
  concurrency: z
    .number()
    .int()
    .positive()
    .max(100)
    .describe(`1 when left out. ${notYet}`)
    .optional(),
});

/** An agent file as people write it, both generations. Its defaults are filled in by `toAgent`. */
export const RawAgent = section({
  name: textThat(checkName).describe("Unique, lower case, words joined by `-` or `_`."),
  description: z.string().max(1000).optional(),
  enabled: z.boolean().describe("true when left out.").optional(),
  mode: z
    .enum(["live", "staged"])
    .describe("staged: everything it proposes waits for a person.")
    .optional(),
  model: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$/, {
      error: "a model's id is expected\nleave `model` out for the server's default",
    })
    .optional(),
  triggers: z.array(RawTrigger).min(1).max(50).describe("When it runs."),
  tools: tools.describe("What it can do.").optional(),
  restrictions: RawRestrictions.describe("What it may not do.").optional(),
  approvals: approvals.describe("Who must agree to what.").optional(),
  notifications: notifications.describe("Who hears of its runs.").optional(),
  context: context.describe("What it always knows.").optional(),
  limits: limits.describe("How much a run may use.").optional(),
  timeout: timeout.describe("Seconds; the same as `limits.timeout`.").optional(),
  prompt: z
    .string()
    .max(100_000)
    .regex(/\S/, {
      error: "the prompt is empty\nsay what the agent shall do",
    })
    .describe("What to do, in plain words."),
});
export type RawAgent = z.infer<typeof RawAgent>;

function checkName(name: string): string | undefined {
  if (/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(name) && name.length <= 64) return undefined;
  const better = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replaceAll(/^[-_]+|[-_]+$|([-_])[-_]+/g, "$1")
    .slice(0, 64);
  const hint = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(better)
    ? `write \`name: ${better}\``
    : "write `name: docs-updater`";
  return `a name has lower-case letters, digits and single \`-\` or \`_\`, 64 at most\n${hint}`;
}
