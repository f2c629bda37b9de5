import type { Complaint } from "./complaint.ts";
import { type KeyPath, keyPath } from "./key-path.ts";
import { nearest } from "./nearest.ts";
import { asList, asRecord } from "./shapes.ts";
import { templateExpression } from "./template-expression.ts";

/** Facts of an event that a prompt can use, for each kind of trigger. `null`: the payload decides. */
const eventFacts: ReadonlyMap<string, readonly string[] | null> = new Map(
  Object.entries({
    pull_request: ["action", "label"],
    push: ["branch", "before", "after"],
    scheduled: ["at"],
    comment: ["body", "number"],
    mention: ["text", "channel"],
    manual: [],
    event: null,
    airflow: null,
    monitor: null,
  }),
);

const pullRequestFacts = ["number", "title", "author", "branch", "base", "labels", "head_sha"];

/**
 * Every name in the templates of an agent file (the raw value, perhaps with other mistakes in it) that
 * nothing will ever fill in. An unknown name would be an empty place in a prompt: it is refused.
 */
export function checkTemplate(raw: unknown): Complaint[] {
  const agent = asRecord(raw);
  const known = knownNames(agent);
  return templatesOf(agent).flatMap(([path, template]) => {
    const seen = new Map<string, number>();
    return [...template.matchAll(inBraces)].flatMap(([braces]) => {
      const occurrence = seen.get(braces) ?? 0;
      seen.set(braces, occurrence + 1);
      const explained = checkExpression(braces, known);
      return explained === undefined ? [] : [{ path, text: braces, occurrence, ...explained }];
    });
  });
}

/** Quoted text first, because it may hold braces itself. */
const inBraces = /\{\{\s*'[^\n]{0,500}?'\s*\}\}|\{\{[^\n]{0,600}?\}\}/g;

type Explained = { message: string; hint: string };

function checkExpression(braces: string, known: KnownNames): Explained | undefined {
  const [match] = [...braces.matchAll(templateExpression)];
  const name = match?.[2];
  if (name === undefined) {
    const isMeant = match === undefined && /^\{\{\s*(?:event|context|inputs|pr)\b/.test(braces);
    return isMeant
      ? {
          message: `\`${braces.slice(0, 60)}\`: only a name can stand between the braces`,
          hint: "write `{{ event.table }}`, without filters and operators",
        }
      : undefined;
  }
  const [space = "", ...rest] = name.split(".");
  const spaces = ["event", "context", "inputs", "pr"];
  if (!spaces.includes(space)) {
    const near = nearest(space, spaces);
    return {
      message: `unknown name \`${name}\`: names begin with event, context, inputs or pr`,
      hint:
        near === undefined
          ? `to mean the braces themselves, write \`{{ '${braces}' }}\``
          : `did you mean \`${[near, ...rest].join(".")}\`?`,
    };
  }
  const names = known[space as keyof KnownNames];
  const [first = ""] = rest;
  if (names === null || names.includes(first)) return undefined;
  const near = nearest(first, names);
  const hint =
    near === undefined
      ? listed(space, names)
      : `did you mean \`${[space, near, ...rest.slice(1)].join(".")}\`?`;
  return { message: `unknown name \`${name}\``, hint };
}

function listed(space: string, names: readonly string[]): string {
  if (names.length > 0) return `known: ${names.map((name) => `${space}.${name}`).join(", ")}`;
  return {
    event: "none of the agent's triggers has facts of its own",
    context: "declare it in `context.variables`, or in the `context` of a scheduled trigger",
    inputs: "declare it in the `inputs` of a manual, comment or mention trigger",
    pr: "",
  }[space as keyof KnownNames];
}

/** The first part of each name after its space; null when anything may come. */
type KnownNames = Record<"event" | "context" | "inputs" | "pr", readonly string[] | null>;

function knownNames(agent: Readonly<Record<string, unknown>>): KnownNames {
  const triggers = asList(agent.triggers).map(asRecord);
  const facts = triggers.map((trigger) => eventFacts.get(String(trigger.type ?? trigger.event)));
  const isOpen = facts.some((names) => names === null || names === undefined);
  return {
    event: isOpen ? null : [...new Set(facts.flatMap((names) => names ?? []))],
    context: [
      ...Object.keys(asRecord(asRecord(agent.context).variables)),
      ...triggers.flatMap((trigger) => Object.keys(asRecord(trigger.context))),
    ],
    inputs: triggers.flatMap((trigger) => Object.keys(asRecord(trigger.inputs))),
    pr: pullRequestFacts,
  };
}

function templatesOf(agent: Readonly<Record<string, unknown>>): [KeyPath, string][] {
  const found: [KeyPath, string][] = [];
  const visit = (value: unknown, path: KeyPath): void => {
    if (typeof value === "string") found.push([path, value]);
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else for (const [key, item] of Object.entries(asRecord(value))) visit(item, [...path, key]);
  };
  visit(agent.prompt, ["prompt"]);
  visit(agent.notifications, ["notifications"]);
  return found.filter(([path]) => keyPath(path) !== "");
}
