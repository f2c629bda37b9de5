import type { Effect } from "#agents-schema/effect.ts";
import { tameWords } from "./tame-words.ts";

/** A word for what is empty once it is tame: an effect may not be without words. */
const nothing = "(nothing that can be shown)";

/**
 * An effect with its words tamed. Done before it is judged and stored, so that what a person is shown, what
 * the digest is made of and what is posted are the same.
 */
export function tameEffect(effect: Effect): Effect {
  switch (effect.kind) {
    case "commit":
      return { ...effect, headline: line(effect.headline, 120), body: message(effect.body) };
    case "pull_request":
      return {
        ...effect,
        title: line(effect.title, 200),
        body: message(effect.body),
        commits: effect.commits.map((commit) => ({
          ...commit,
          headline: line(commit.headline, 120),
          body: message(commit.body),
        })),
      };
    case "comment":
      return { ...effect, body: some(effect.body) };
    case "review":
      return {
        ...effect,
        body: some(effect.body),
        findings: effect.findings.map((finding) => ({
          ...finding,
          title: line(finding.title, 300),
          body: tameWords(finding.body),
        })),
      };
  }
}

/** What git and people read as a trailer: who approved, signed or wrote it, and our own. Only the gate writes those. */
const trailer = /^[^\S\n]*(?:[a-z][\w-]*-by|buster-[\w-]*)[^\S\n]*:.*(?:\n|$)/gim;

/** Taking one line out can bring the lines around it together: then it is looked at again. */
const maxRounds = 10;

/** The body of a commit's message: tame, and without trailers. */
function message(text: string): string {
  let tame = tameWords(text);
  for (let round = 0; round < maxRounds; round++) {
    const next = tameWords(tame.replaceAll(trailer, ""));
    if (next === tame) return tame;
    tame = next;
  }
  // Made to be peeled: then nothing of it is a trailer.
  return tame.replaceAll(":", " ");
}

function some(text: string): string {
  const tame = tameWords(text);
  return tame.trim() === "" ? nothing : tame;
}

function line(text: string, max: number): string {
  return some(text.replaceAll(/\s+/g, " ").trim()).slice(0, max);
}
