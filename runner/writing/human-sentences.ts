import { createJudge } from "../facts/check-statements.ts";
import type { Brief } from "./brief.ts";

/**
 * The sentences of a comment that may be said as they are: those with a number, a value or an absolute claim
 * would need a fact, and a comment has none.
 */
export function humanSentences(
  text: string,
  { name, facts, upstream, profile }: Pick<Brief, "name" | "facts" | "upstream" | "profile">,
): readonly string[] {
  const columns = (profile?.columns ?? []).map((column) => column.name);
  const judge = createJudge({
    facts,
    literals: new Set(),
    names: new Set([name, ...upstream, ...columns]),
    columns,
    subject: name,
  });
  return text
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "")
    .map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
    .filter((sentence) => !/[{}]/.test(sentence))
    .filter((marked) => judge({ part: "purpose", marked, by: "built-in" }) === undefined)
    .map((sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1));
}
