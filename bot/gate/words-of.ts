import type { Effect } from "#agents-schema/effect.ts";

/** Everything that people will read of an effect, names of files included, contents of files not. */
export function wordsOf(effect: Effect): string[] {
  switch (effect.kind) {
    case "commit":
      return [effect.headline, effect.body, ...effect.changes.map(({ path }) => path)];
    case "pull_request":
      return [
        effect.title,
        effect.body,
        ...effect.commits.flatMap(({ headline, body, changes }) => [
          headline,
          body,
          ...changes.map(({ path }) => path),
        ]),
      ];
    case "comment":
      return [effect.body];
    case "review":
      return [
        effect.body,
        ...effect.findings.flatMap(({ path, rule, title, body }) => [path, rule, title, body]),
      ];
  }
}
