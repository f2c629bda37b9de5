/** Longest reason, in characters: the model needs the first lines of an error, not the whole. */
const maxCharacters = 500;

/** An engine's error for a person or a model: short, without paths and without what looks like a login. */
export function shortReason(text: string): string {
  const clean = text
    .replace(/[a-z][a-z0-9+]*:\/\/\S+/gi, "(an address)")
    .replace(/(?<![\w.])\/[\w.@+-]+\/[\w.@+/-]+/g, "(a path)")
    .replace(/password\s*=\s*\S+/gi, "password=…")
    .replace(/\n\s*\n+/g, "\n")
    .trim();
  return clean.length <= maxCharacters ? clean : `${clean.slice(0, maxCharacters)}…`;
}
