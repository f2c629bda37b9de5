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
      return { ...effect, headline: line(effect.headline, 120), body: tameWords(effect.body) };
    case "pull_request":
      return { ...effect, title: line(effect.title, 200), body: tameWords(effect.body) };
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

function some(text: string): string {
  const tame = tameWords(text);
  return tame.trim() === "" ? nothing : tame;
}

function line(text: string, max: number): string {
  return some(text.replaceAll(/\s+/g, " ").trim()).slice(0, max);
}
