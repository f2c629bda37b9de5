import type { z } from "zod";
import { eventNames } from "./event-names.ts";
import type { KeyPath } from "./key-path.ts";
import { nearest } from "./nearest.ts";

type Issue = z.core.$ZodIssue;

interface Explained {
  message: string;
  hint: string;
}

/** Says what is wrong with a value, what was expected instead, and how to write it. */
export function explainValue(issue: Issue, path: KeyPath, value: unknown): Explained {
  const name = String(path.at(-1) ?? "");
  if (path.length === 0 && value === null) {
    return { message: "the file is empty", hint: "write `name`, `triggers` and `prompt`" };
  }
  if (path.length === 0 && issue.code === "invalid_type") {
    return {
      message: `expected keys such as \`name:\` at the top of the file, not ${received(value)}`,
      hint: Array.isArray(value) ? "begin the lines without `- `" : "",
    };
  }
  if (issue.code === "invalid_union") return explainUnion(issue, path, value);
  if (value === undefined && issue.code !== "custom") {
    return { message: `\`${name}\` is required`, hint: examples.get(name) ?? "" };
  }
  switch (issue.code) {
    case "invalid_type":
      return explainType(expectations[issue.expected] ?? issue.expected, name, value);
    case "invalid_value": {
      const near =
        valueSynonyms.get(String(value)) ?? nearest(String(value), issue.values.map(String));
      return {
        message: `${quoted(value)} is none of ${issue.values.join(", ")}`,
        hint: near === undefined || !issue.values.includes(near) ? "" : `did you mean \`${near}\`?`,
      };
    }
    case "too_small":
    case "too_big":
      return {
        message: explainSize(issue, value),
        hint: Array.isArray(value) && value.length === 0 ? "list something, or remove the key" : "",
      };
    default:
      return split(issue.message);
  }
}

/** `message\nhint`, see raw-values.ts. */
function split(complaint: string): Explained {
  const [message = "", ...hint] = complaint.split("\n");
  return { message, hint: hint.join("\n") };
}

function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: KeyPath,
  value: unknown,
): Explained {
  if ("discriminator" in issue && issue.discriminator !== undefined) {
    const kinds = ("options" in issue ? (issue.options ?? []) : []).map(String);
    const known = `known: ${kinds.join(", ")}`;
    if (value === undefined)
      return { message: `\`${issue.discriminator}\` is required`, hint: known };
    const said = String(value).toLowerCase();
    if ((eventNames as readonly string[]).includes(said)) {
      return {
        message: `there is no trigger ${quoted(value)}`,
        hint: `write \`type: event\` and \`event_name: ${said}\``,
      };
    }
    const near = triggerSynonyms.get(said) ?? nearest(said, kinds);
    return {
      message: `there is no trigger ${quoted(value)}`,
      hint: near === undefined ? known : `did you mean \`${near}\`?`,
    };
  }
  if (path[0] === "triggers" && path.length === 2 && typeof value === "object" && value !== null) {
    return {
      message: "this trigger does not say what it listens for",
      hint: "write `type: pull_request` (or push, scheduled, event, monitor, comment, mention, manual)",
    };
  }
  if (path[0] === "triggers" && path.length === 2) {
    return {
      message: `expected a trigger, not ${received(value)}`,
      hint: `write \`- type: ${typeof value === "string" ? (triggerSynonyms.get(value) ?? value.slice(0, 40)) : "pull_request"}\``,
    };
  }
  const wanted = issue.errors
    .flatMap((branch) =>
      branch.filter((one) => one.code === "invalid_type" && one.path.length === 0),
    )
    .map((one) =>
      one.code === "invalid_type" ? (expectations[one.expected] ?? one.expected) : "",
    );
  return explainType([...new Set(wanted)].join(" or "), String(path.at(-1) ?? ""), value);
}

function explainType(expected: string, name: string, value: unknown): Explained {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { message: `${value} cannot be used: expected ${expected}`, hint: "write it out" };
  }
  const message = `expected ${expected}, not ${received(value)}`;
  if (value === null)
    return { message, hint: examples.get(name) ?? "write a value after the colon" };
  if (expected === "a list" && typeof value !== "object") {
    return { message, hint: `write a list: \`${name}: [${JSON.stringify(value)}]\`` };
  }
  if (expected.startsWith("`true`") && typeof value === "string") {
    const meant = truths.get(value.toLowerCase());
    const why = /^(?:true|false)$/i.test(value)
      ? ""
      : ": YAML 1.2 reads yes, no, on and off as text";
    const hint = meant === undefined ? "" : `write \`${meant}\` without quotes${why}`;
    return { message, hint };
  }
  if (expected.includes("number") && typeof value === "string" && /^-?[\d.]+$/.test(value)) {
    return { message, hint: `write ${value} without quotes` };
  }
  if (expected.startsWith("text") && (typeof value === "number" || typeof value === "boolean")) {
    return { message, hint: `put it in quotes: \`"${value}"\`` };
  }
  return { message, hint: examples.get(name) ?? "" };
}

function explainSize(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  value: unknown,
): string {
  const isSmall = issue.code === "too_small";
  const bound = isSmall ? issue.minimum : issue.maximum;
  if (issue.origin === "string") {
    return isSmall ? "this text is empty" : `this text is longer than ${bound} characters`;
  }
  if (issue.origin === "array") {
    return isSmall ? "this list is empty" : `this list has more than ${bound} entries`;
  }
  const limit = isSmall
    ? issue.inclusive
      ? `${bound} or more`
      : `more than ${bound}`
    : `${bound} or less`;
  return `${String(value)} is out of range: ${limit} is expected`;
}

function quoted(value: unknown): string {
  return typeof value === "string" ? `\`${value.slice(0, 60)}\`` : received(value);
}

function received(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of keys";
  if (typeof value === "string")
    return `the text \`${value.length > 40 ? `${value.slice(0, 40)}…` : value}\``;
  return typeof value === "number" ? `the number ${value}` : `\`${String(value)}\``;
}

const expectations: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

const truths: ReadonlyMap<string, boolean> = new Map(
  Object.entries({ yes: true, on: true, true: true, no: false, off: false, false: false }),
);

const triggerSynonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pr: "pull_request",
    pull_requests: "pull_request",
    "pull-request": "pull_request",
    cron: "scheduled",
    schedule: "scheduled",
    on_demand: "manual",
    workflow_dispatch: "manual",
    issue_comment: "comment",
  }),
);

const valueSynonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    merged: "closed",
    updated: "synchronize",
    text: "string",
    str: "string",
    int: "number",
    integer: "number",
    bool: "boolean",
    "dry-run": "staged",
    dry_run: "staged",
    readonly: "safe",
    full: "unrestricted",
  }),
);

/** How a key is written, for those that people most often forget or get wrong. */
const examples: ReadonlyMap<string, string> = new Map(
  Object.entries({
    name: "write `name: docs-updater`",
    prompt: "write `prompt: |` and the instructions on indented lines",
    triggers: "write `triggers:` and below it `  - type: pull_request`",
    cron: 'write `cron: "0 9 * * 1-5"` for nine o\'clock on weekdays',
    tools: "write `tools:` and below it `  preset: standard`",
    paths: 'write `paths:` and below it `  include: ["models/**"]`',
    channel: 'write `channel: "#data-quality"`',
    conditions: "write `- type: pr_labels` and below it `  none_of: [skip-docs]`",
    filters: "write `filters:` and below it `  schema: raw.salesforce`",
    type: "write `type: pull_request`",
  }),
);
