import { asRecord } from "./shapes.ts";

/** A stored effect of an older version in today's shape: a pull request had one commit, with its title and body. */
export function readOlderEffect(stored: unknown): unknown {
  const { changes, ...effect } = asRecord(stored);
  if (effect.kind !== "pull_request" || changes === undefined) return stored;
  return { ...effect, commits: [{ headline: effect.title, body: effect.body, changes }] };
}
