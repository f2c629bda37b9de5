import type { Draft } from "./draft-model.ts";
import type { SaidFact } from "./parse-profile.ts";
import { signature } from "./signature.ts";

/** Characters of a body: the tool takes 6,000. */
const maxBody = 5_600;
/** Facts that are listed one by one. */
const maxFacts = 40;

/** Why a commit is proposed and what it stands on: for people who decide about it. */
export function writeCommitBody(drafts: readonly Draft[], notes: readonly string[]): string {
  const facts = drafts.flatMap((draft) => draft.facts);
  const ofEach = Math.max(2, Math.floor(maxFacts / Math.max(1, drafts.length)));
  const missing = [...drafts.flatMap((draft) => draft.missing), ...notes];
  const shown = drafts
    .flatMap((draft) => draft.facts.slice(0, ofEach))
    .slice(0, maxFacts)
    .map(sayFact);
  if (facts.length > shown.length)
    shown.push(`- and ${facts.length - shown.length} more, in the run's journal`);
  const blocks = [
    "Adds what was missing; text that was there stays as it is.",
    ...(facts.length > 0 ? [["Facts, each measured in this run:", ...shown].join("\n")] : []),
    ...(missing.length > 0 ? [["Missing:", ...missing.map((text) => `- ${text}`)].join("\n")] : []),
  ];
  const body = blocks.join("\n\n");
  const cut = body.length > maxBody ? `${body.slice(0, maxBody)}\n[…]` : body;
  return `${cut}\n\n${signature}.`;
}

function sayFact({ id, subject, metric, argument, value, isExact }: SaidFact): string {
  const about = argument === undefined ? metric : `${metric} of ${argument}`;
  return `- ${id} ${subject}: ${about} ${isExact ? "=" : "is about"} ${value}`;
}
