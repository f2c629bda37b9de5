import { readJinjaCalls } from "./read-jinja-calls.ts";

const references = new Set(["ref", "source"]);

/** The node that `ref('x')`, `source('x', 'y')` or either in `{{ }}` names; undefined when it is nothing written out. */
export function readReference(text: unknown): string | undefined {
  if (typeof text !== "string" || !text.includes("(")) return undefined;
  const [call] = readJinjaCalls(text.includes("{{") ? text : `{{ ${text} }}`, references);
  const words = (call?.args ?? []).flatMap((arg) =>
    arg.kind === "literal" && typeof arg.value === "string" ? [arg.value] : [],
  );
  if (call === undefined || words.length !== call.args.length) return undefined;
  const [first, second] = words;
  if (call.name === "ref") return second ?? first;
  return second === undefined ? undefined : `${first}.${second}`;
}
