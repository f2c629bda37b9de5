import type { Effect, FileChange } from "./effect.ts";

/** Every file that an effect changes, in the order of its commits. */
export function changesOf(effect: Effect): readonly FileChange[] {
  switch (effect.kind) {
    case "commit":
      return effect.changes;
    case "pull_request":
      return effect.commits.flatMap(({ changes }) => changes);
    case "comment":
    case "review":
      return [];
  }
}
