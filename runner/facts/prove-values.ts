import type { Fact } from "#agents-schema/fact.ts";
import { type Evidence, isCertain, rowsOf, sibling } from "./evidence.ts";
import { kindOf } from "./facts-about.ts";

const noise = 1e-9;

export function isConstant({ cited, quoted, said }: Evidence): boolean {
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
export function isComplete({ cited, all, quoted }: Evidence): boolean {
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

export function isMostFrequent({ cited, all }: Evidence): boolean {
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

export function isGapless({ cited }: Evidence): boolean {
  const value = (metric: string) =>
    cited.find((fact) => fact.metric === metric && isCertain(fact))?.value;
  const [min, max, distinct] = [value("min"), value("max"), value("distinct_count")];
  return typeof min === "number" && typeof max === "number" && distinct === max - min + 1;
}

/** Something cited holds for all rows, or for none; which of both the words must fit. */
export function universal({ cited, all, subject, said, sentence }: Evidence): boolean {
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

export function isExtreme(fact: Fact): boolean {
  const kind = kindOf(fact);
  if (kind === "share") return fact.value === 0 || fact.value === 1;
  if (kind === "flag") return fact.value === true;
  return fact.value === 0;
}
