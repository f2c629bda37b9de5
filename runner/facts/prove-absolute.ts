import type { Absolute } from "./claim.ts";
import { type Evidence, isCertain, nonNullOf, rowsOf, sibling } from "./evidence.ts";
import { columnOf } from "./facts-about.ts";
import { isEven, isMore, isMostly, isOftenNull, isRare } from "./prove-shares.ts";
import {
  isComplete,
  isConstant,
  isExtreme,
  isGapless,
  isMostFrequent,
  universal,
} from "./prove-values.ts";

type Proof = (evidence: Evidence) => boolean;

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

/** Of several columns each must be unique: one that repeats makes the sentence wrong. */
const noneRepeats: Proof = ({ cited }) =>
  cited.every(({ metric, value }) => metric !== "is_unique" || value === true);
const someUnique: Proof = any(
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
const unique: Proof = (evidence) => noneRepeats(evidence) && someUnique(evidence);
/** A row without the key has none to be told by. */
const rowKey: Proof = (evidence) =>
  unique(evidence) &&
  evidence.cited.every(
    (fact) =>
      !/^(?:is_unique|distinct_count)$/.test(fact.metric) ||
      sibling(fact, "null_count", evidence.all) === 0,
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
  "row key": rowKey,
  unique,
  "not unique": notUnique,
  "never null": neverNull,
  "sometimes null": isOftenNull,
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
    is("null_count", some),
    is("null_share", some),
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
  "one row per": rowKey,
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
  rarely: isRare,
  "more than another": isMore,
  even: isEven,
  absolute: (evidence) => universal(evidence) && (saysNonNull(evidence) || !keyHasNulls(evidence)),
  "not absolute": ({ cited }) => cited.some((fact) => !isExtreme(fact)),
};

/** Do the facts that a sentence cites prove what it says of every row, or of none? */
export function proveAbsolute(absolute: Absolute, evidence: Evidence): boolean {
  return proofs[absolute](evidence);
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
