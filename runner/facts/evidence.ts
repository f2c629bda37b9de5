import type { Fact } from "#agents-schema/fact.ts";

/** What the checker knows when it judges an absolute claim. */
export interface Evidence {
  /** Facts that the sentence cites, of the right subject. */
  cited: readonly Fact[];
  /** Everything known of the relation. */
  all: readonly Fact[];
  subject: string | undefined;
  /** Values that the sentence quotes, in its order. */
  quoted: readonly string[];
  /** What is said, in lower case. */
  said: string;
  /** The whole sentence, in lower case. */
  sentence: string;
}

/** Estimates and samples prove nothing that holds for every row. */
export function isCertain({ method }: Fact): boolean {
  return method === "exact";
}

export function sibling(fact: Fact, metric: string, all: readonly Fact[]): number | undefined {
  const found = all.find((other) => other.subject === fact.subject && other.metric === metric);
  return typeof found?.value === "number" ? found.value : undefined;
}

export function rowsOf(
  fact: Fact,
  all: readonly Fact[],
  subject: string | undefined,
): number | undefined {
  const counted = all.find(
    (other) =>
      other.metric === "row_count" &&
      other.method === "exact" &&
      (subject === undefined || other.subject === subject),
  );
  return typeof counted?.value === "number" ? counted.value : fact.rows;
}

export function nonNullOf(
  fact: Fact,
  all: readonly Fact[],
  subject: string | undefined,
): number | undefined {
  const [rows, nulls] = [rowsOf(fact, all, subject), sibling(fact, "null_count", all)];
  return rows === undefined || nulls === undefined ? undefined : rows - nulls;
}
