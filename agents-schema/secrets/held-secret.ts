import { foldText } from "./fold-text.ts";

/** A credential that this process holds. */
export interface HeldSecret {
  /** What it is, as a redaction names it: `slack-bot-token`. */
  kind: string;
  value: string;
}

/**
 * Can it be told from ordinary words? `postgres` as a password stands in every other text: it is not looked for,
 * because nothing could be said any more.
 */
export function isTelling({ value }: HeldSecret): boolean {
  const folded = foldText(value);
  if (folded.length < 8) return false;
  const isWordlike = /^[a-z]+$/.test(folded) || /^\d+$/.test(folded);
  return !isWordlike || folded.length >= 20;
}
