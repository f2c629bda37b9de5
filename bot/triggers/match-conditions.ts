import type { Condition } from "#agents-schema/agent.ts";
import type { PullRequestFacts } from "#agents-schema/event.ts";
import { parseChangedLines } from "#agents-schema/parse-changed-lines.ts";
import { matchWildcard } from "./match-wildcard.ts";

/**
 * The first condition that the pull request does not meet, in words; undefined when all hold. Labels,
 * people and titles are compared without regard to case, as GitHub does, with `*` and `?`.
 */
export function unmetCondition(
  conditions: readonly Condition[],
  pullRequest: PullRequestFacts,
): string | undefined {
  for (const condition of conditions) {
    const why = rules[condition.kind](condition, pullRequest);
    if (why !== undefined) return why;
  }
  return undefined;
}

type Rule = (condition: Condition, pullRequest: PullRequestFacts) => string | undefined;

// A new kind of condition does not compile until someone decides how it is judged.
const rules: Readonly<Record<Condition["kind"], Rule>> = {
  pr_labels: (condition, { labels }) =>
    unmet(condition, (wanted) => labels.some((label) => isLike(wanted, label)), {
      held: (label) => `label ${label} is set`,
      missed: (wanted) => `label ${wanted} is not set`,
      none: (wanted) => `none of the labels ${wanted} is set`,
    }),
  pr_author: (condition, { author }) =>
    unmet(condition, (wanted) => isLike(wanted.replace(/^@/, ""), author), {
      held: () => `the author is ${author}`,
      missed: (wanted) => `the author is ${author}, not ${wanted}`,
      none: (wanted) => `the author ${author} is none of ${wanted}`,
    }),
  pr_draft: (condition, { draft }) => {
    const why = draft ? "the pull request is a draft" : "the pull request is not a draft";
    return unmet(condition, (wanted) => wanted === String(draft), {
      held: () => why,
      missed: () => why,
      none: () => why,
    });
  },
  pr_title: (condition, { title }) =>
    unmet(condition, (wanted) => isLike(wanted, title), {
      held: (wanted) => `the title matches ${wanted}`,
      missed: (wanted) => `the title does not match ${wanted}`,
      none: (wanted) => `the title matches none of ${wanted}`,
    }),
  changed_lines: (condition, { changedLines }) => {
    if (changedLines === null) return "the number of changed lines is not known";
    const isWithin = (wanted: string) => {
      const bounds = parseChangedLines(wanted);
      return bounds !== undefined && changedLines >= bounds.least && changedLines <= bounds.most;
    };
    return unmet(condition, isWithin, {
      held: (wanted) => `${changedLines} changed lines are ${wanted}`,
      missed: (wanted) => `${changedLines} changed lines are not ${wanted}`,
      none: (wanted) => `${changedLines} changed lines are none of ${wanted}`,
    });
  },
};

interface Words {
  held(wanted: string): string;
  missed(wanted: string): string;
  none(wanted: string): string;
}

function unmet(
  { anyOf, allOf, noneOf }: Condition,
  holds: (wanted: string) => boolean,
  words: Words,
): string | undefined {
  const held = noneOf?.find(holds);
  if (held !== undefined) return words.held(held);
  const missed = allOf?.find((wanted) => !holds(wanted));
  if (missed !== undefined) return words.missed(missed);
  if (anyOf === undefined || anyOf.some(holds)) return undefined;
  return anyOf.length === 1 ? words.missed(anyOf[0] ?? "") : words.none(anyOf.join(", "));
}

function isLike(pattern: string, text: string): boolean {
  return matchWildcard(pattern.toLowerCase(), text.toLowerCase());
}
