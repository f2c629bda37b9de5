import type { Fact } from "#agents-schema/fact.ts";
import type { Absolute } from "./claim.ts";
import { columnOf, kindOf } from "./facts-about.ts";

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

type Proof = (evidence: Evidence) => boolean;

const noise = 1e-9;
const is =
  (metric: string, holds: (value: number) => boolean): Proof =>
  ({ cited }) =>
    cited.some(
      (fact) =>
        fact.metric === metric &&
        isCertain(fact) &&
        typeof fact.value === "number" &&
        holds(fact.value),
    );
const zero = (value: number) => value === 0;
const some = (value: number) => value > 0;
const whole = (value: number) => value === 1;
const any =
  (...proofs: readonly Proof[]): Proof =>
  (evidence) =>
    proofs.some((proof) => proof(evidence));

const unique: Proof = any(
  ({ cited }) =>
    cited.some((fact) => fact.metric === "is_unique" && fact.value === true && isCertain(fact)),
  is("duplicate_rows", zero),
  // Of the same column as many values as rows that have one.
  ({ cited, all, subject }) =>
    cited.some(
      (fact) =>
        fact.metric === "distinct_count" &&
        isCertain(fact) &&
        fact.value !== 0 &&
        fact.value === nonNullOf(fact, all, subject),
    ),
);
const notUnique: Proof = any(
  ({ cited }) => cited.some((fact) => fact.metric === "is_unique" && fact.value === false),
  is("duplicate_rows", some),
  is("max_frequency", (value) => value > 1),
  ({ cited, all, subject }) =>
    cited.some((fact) => {
      const rows = nonNullOf(fact, all, subject);
      return (
        fact.metric === "distinct_count" &&
        isCertain(fact) &&
        rows !== undefined &&
        Number(fact.value) < rows
      );
    }),
);
const noOrphans: Proof = any(
  is("orphan_rows", zero),
  is("orphan_keys", zero),
  is("reference_coverage", whole),
);
const everyParent: Proof = is("parent_coverage", whole);
const neverNull: Proof = any(is("null_count", zero), is("null_share", zero));
const alwaysNull: Proof = any(is("null_share", whole), ({ cited, all, subject }) =>
  cited.some(
    (fact) =>
      fact.metric === "null_count" &&
      isCertain(fact) &&
      fact.value === rowsOf(fact, all, subject) &&
      fact.value !== 0,
  ),
);
const minimum = (holds: (value: number) => boolean) => is("min", holds);
const cardinality =
  (wanted: string): Proof =>
  ({ cited }) =>
    cited.some(({ metric, value }) => metric === "cardinality" && value === wanted);

/** A new kind of claim does not compile until someone decides what proves it. */
const proofs: Readonly<Record<Absolute, Proof>> = {
  unique,
  "not unique": notUnique,
  "never null": neverNull,
  "sometimes null": any(is("null_count", some), is("null_share", some)),
  "always null": any(
    alwaysNull,
    ({ cited, sentence }) =>
      /no values?\b/.test(sentence) &&
      cited.some(({ metric, value }) => metric === "distinct_count" && value === 0),
  ),
  constant: isConstant,
  "not constant": is("distinct_count", (value) => value > 1),
  // Of a key that may be null the parents are only those of the rest.
  "no orphans": (evidence) =>
    any(noOrphans, everyParent, universal)(evidence) &&
    (saysNonNull(evidence) || !keyHasNulls(evidence)),
  "some orphans": any(
    is("orphan_rows", some),
    is("orphan_keys", some),
    is("reference_coverage", (value) => value < 1),
  ),
  "only these": isComplete,
  "never zero": any(
    is("zero_count", zero),
    minimum((value) => value > 0),
    is("max", (value) => value < 0),
  ),
  "never negative": any(
    is("negative_count", zero),
    minimum((value) => value >= 0),
  ),
  "always positive": minimum((value) => value > 0),
  "never empty": any(
    is("empty_count", zero),
    is("min_length", (value) => value >= 1),
  ),
  "never in the future": is("future_count", zero),
  "never untrimmed": is("untrimmed_count", zero),
  "no nan": is("nan_count", zero),
  "no infinity": is("infinite_count", zero),
  "one row per": unique,
  "one-to-one": cardinality("one-to-one"),
  "many-to-one": cardinality("many-to-one"),
  // Facts are told from the child's side: turned around the same words would be wrong.
  "one-to-many": () => false,
  "many-to-many": () => false,
  "at most one child": any(
    is("children_max", (value) => value <= 1),
    cardinality("one-to-one"),
    unique,
  ),
  "exactly one parent": (evidence) =>
    any(noOrphans, universal, ({ cited }) => cited.some(({ metric }) => metric === "cardinality"))(
      evidence,
    ) &&
    (saysNonNull(evidence) || !keyHasNulls(evidence)),
  "every parent has a child": everyParent,
  // Nobody measures an order.
  ordered: () => false,
  gapless: isGapless,
  "most frequent": isMostFrequent,
  mostly: isMostly,
  absolute: universal,
  "not absolute": ({ cited }) => cited.some((fact) => !isExtreme(fact)),
};

/** Do the facts that a sentence cites prove what it says of every row, or of none? */
export function proveAbsolute(absolute: Absolute, evidence: Evidence): boolean {
  return proofs[absolute](evidence);
}

/** Estimates and samples prove nothing that holds for every row. */
function isCertain({ method }: Fact): boolean {
  return method === "exact";
}

function sibling(fact: Fact, metric: string, all: readonly Fact[]): number | undefined {
  const found = all.find((other) => other.subject === fact.subject && other.metric === metric);
  return typeof found?.value === "number" ? found.value : undefined;
}

function rowsOf(fact: Fact, all: readonly Fact[], subject: string | undefined): number | undefined {
  const counted = all.find(
    (other) =>
      other.metric === "row_count" &&
      other.method === "exact" &&
      (subject === undefined || other.subject === subject),
  );
  return typeof counted?.value === "number" ? counted.value : fact.rows;
}

function nonNullOf(
  fact: Fact,
  all: readonly Fact[],
  subject: string | undefined,
): number | undefined {
  const [rows, nulls] = [rowsOf(fact, all, subject), sibling(fact, "null_count", all)];
  return rows === undefined || nulls === undefined ? undefined : rows - nulls;
}

function isConstant({ cited, quoted, said }: Evidence): boolean {
  const isOfAll = cited.some(
    (fact) =>
      fact.metric === "share" &&
      fact.value === 1 &&
      isCertain(fact) &&
      (quoted.length === 0 || quoted.includes(fact.argument ?? "")),
  );
  const isFlag = /true|false/.test(said);
  const flag = cited.some(
    (fact) =>
      fact.metric === "true_share" && isCertain(fact) && fact.value === (/true/.test(said) ? 1 : 0),
  );
  if (isFlag) return flag || isOfAll;
  const single = cited.some(
    (fact) => fact.metric === "distinct_count" && isCertain(fact) && fact.value === 1,
  );
  const ends = ["min", "max"].map((metric) => cited.find((fact) => fact.metric === metric)?.value);
  return isOfAll || single || (ends[0] !== undefined && ends[0] === ends[1]);
}

/** The cited values and the nulls are all rows; or as many values are cited as there are. */
function isComplete({ cited, all, quoted }: Evidence): boolean {
  const shares = cited.filter((fact) => fact.metric === "share" && isCertain(fact));
  const [first] = shares;
  const distinct = cited.find((fact) => fact.metric === "distinct_count" && isCertain(fact));
  const about = first ?? distinct;
  if (about === undefined) return false;
  const values = new Set(quoted);
  const known = all.filter(
    (fact) => fact.metric === "share" && fact.subject === about.subject && Number(fact.value) > 0,
  );
  const isNamed = known.every(({ argument }) => values.size === 0 || values.has(argument ?? ""));
  const nulls = sibling(about, "null_share", all) ?? 0;
  const sum = shares.reduce((total, { value }) => total + Number(value), nulls);
  if (shares.length > 0 && Math.abs(sum - 1) < 1e-6) return isNamed;
  const count = sibling(about, "distinct_count", all);
  const listed = Math.max(values.size, new Set(shares.map(({ argument }) => argument)).size);
  return count !== undefined && count === listed && isNamed;
}

function isMostFrequent({ cited, all }: Evidence): boolean {
  if (cited.some(({ metric }) => metric === "max_frequency")) return true;
  const shares = cited.filter(({ metric }) => metric === "share" || metric === "pattern_share");
  if (shares.length === 0) return false;
  const least = Math.min(...shares.map(({ value }) => Number(value)));
  return all
    .filter((fact) => fact.subject === shares[0]?.subject && fact.metric === shares[0]?.metric)
    .every(
      (fact) => shares.some(({ id }) => id === fact.id) || Number(fact.value) <= least + noise,
    );
}

function isMostly({ cited }: Evidence): boolean {
  const shares = cited.filter((fact) => kindOf(fact) === "share").map(({ value }) => Number(value));
  const sum = shares.reduce((total, value) => total + value, 0);
  return shares.length === 0 || shares.some((value) => value > 0.5) || sum > 0.5;
}

function isGapless({ cited }: Evidence): boolean {
  const value = (metric: string) =>
    cited.find((fact) => fact.metric === metric && isCertain(fact))?.value;
  const [min, max, distinct] = [value("min"), value("max"), value("distinct_count")];
  return typeof min === "number" && typeof max === "number" && distinct === max - min + 1;
}

/** Something cited holds for all rows, or for none; which of both the words must fit. */
function universal({ cited, all, subject, said, sentence }: Evidence): boolean {
  const isNegative = /^(?:never|no|none|nobody|nothing|zero|neither|without)/.test(said);
  return cited.some((fact) => {
    if (!isCertain(fact)) return false;
    const kind = kindOf(fact);
    if (kind === "flag") return fact.value === true;
    if (kind === "text") return fact.metric === "cardinality" && !isNegative;
    if (fact.metric === "distinct_count") return fact.value === 1 && !isNegative;
    if (kind === "share") {
      if (fact.value === 1) return !isNegative || /coverage/.test(fact.metric);
      return (
        fact.value === 0 &&
        (isNegative || /\b(?:no|not|never|without|non)\b(?! exception)/.test(sentence))
      );
    }
    if (kind === "count" && fact.metric !== "row_count") {
      if (fact.value === 0)
        return (
          isNegative ||
          /null|orphan|duplicate|negative|future|empty|untrimmed|nan|infinite/.test(fact.metric)
        );
      return (
        fact.value === rowsOf(fact, all, subject) &&
        !isNegative &&
        /null|true|zero|negative|empty|max_frequency/.test(fact.metric)
      );
    }
    return false;
  });
}

function isExtreme(fact: Fact): boolean {
  const kind = kindOf(fact);
  if (kind === "share") return fact.value === 0 || fact.value === 1;
  if (kind === "flag") return fact.value === true;
  return fact.value === 0;
}

function saysNonNull({ sentence }: Evidence): boolean {
  return /\bnon-?null\b|\bnot null\b|\bthat (?:is|are) (?:set|known|given|filled)\b|\b(?:keys?|values?|ids?) (?:has|have|match|find|exist)|\bevery (?:value|key|id)\b|\borphan|\bcoverage\b|\bwith a value\b|\bof the parent|\bno \S+ (?:is|are) without\b/.test(
    sentence,
  );
}

/** Rows without a key have no parent, though no orphan is among them. */
function keyHasNulls({ cited, all, subject }: Evidence): boolean {
  return cited.some(
    (fact) =>
      /^orphan_|^reference_coverage$/.test(fact.metric) &&
      columnOf(fact, subject) !== undefined &&
      (sibling(fact, "null_count", all) ?? 0) > 0,
  );
}
