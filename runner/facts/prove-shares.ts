import type { Fact } from "#agents-schema/fact.ts";
import { type Evidence, rowsOf } from "./evidence.ts";
import { isNamed, kindOf } from "./facts-about.ts";
import { isDenied, saysRest } from "./says-rest.ts";

/** What is seldom or often, of the rows. */
const rare = 0.1;
const bounded =
  /\b(?:at most|at least|below|above|under|over|up to|between|within|less|more|fewer|range|from|exceed\w*)\b/;

/** `Most rows are 'open'`: of what the sentence names more than half. */
export function isMostly(evidence: Evidence): boolean {
  const { cited, sentence } = evidence;
  if (
    cited.some(({ metric }) => /^(?:p\d\d|children_p\d\d)$/.test(metric)) &&
    bounded.test(sentence)
  )
    return true;
  const shares = sharesOf(evidence);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.some((share) => share > 0.5) || (shares.length > 1 && sum > 0.5);
}

export function isRare(evidence: Evidence): boolean {
  const shares = sharesOf(evidence);
  return shares.length > 0 && shares.every((share) => share < rare);
}

/** `sometimes null` of any, `often` of a tenth at least, `mostly` of more than half, `rarely` of few. */
export function isOftenNull(evidence: Evidence): boolean {
  const [share] = evidence.cited.flatMap((fact) => nullShareOf(fact, evidence));
  if (share === undefined) {
    return evidence.cited.some(({ metric, value }) => metric === "null_count" && Number(value) > 0);
  }
  if (share === 0) return false;
  const { said } = evidence;
  if (/^(?:mostly|usually)/.test(said)) return share > 0.5;
  if (/^rarely/.test(said)) return share < rare;
  return !said.startsWith("often") || share >= rare;
}

/** `'web' is more frequent than 'store'`: in this order. */
export function isMore({ cited, quoted }: Evidence): boolean {
  const [more, less] = quoted.map((value) =>
    cited.find(({ metric, argument }) => metric === "share" && argument === value),
  );
  return more !== undefined && less !== undefined && Number(more.value) > Number(less.value);
}

/** Shares that differ by no more than a twentieth of the rows. */
export function isEven({ cited }: Evidence): boolean {
  const shares = cited.filter(({ metric }) => metric === "share").map(({ value }) => Number(value));
  return shares.length > 1 && Math.max(...shares) - Math.min(...shares) <= 0.05;
}

/** Of each cited fact the share of the rows that the sentence speaks of. */
function sharesOf(evidence: Evidence): number[] {
  const { cited, quoted, sentence } = evidence;
  return cited.flatMap((fact) => {
    const value = Number(fact.value);
    if (fact.metric === "share" && fact.argument !== undefined) {
      const argument = fact.argument;
      const isSaid =
        quoted.includes(argument) || (quoted.length === 0 && isNamed(argument, sentence));
      if (!isSaid) return [];
      return isDenied(argument, sentence) ? [1 - value] : [value];
    }
    const ofNulls = fact.metric === "null_count" ? nullShareOf(fact, evidence) : [];
    const [share] =
      kindOf(fact) === "share" ? [value] : [...ofNulls, ...frequencyOf(fact, evidence)];
    if (share === undefined) return [];
    const metric = fact.metric === "null_count" ? "null_share" : fact.metric;
    return saysRest({ ...fact, metric }, sentence) === "rest" ? [1 - share] : [share];
  });
}

function nullShareOf(fact: Fact, { all, subject }: Evidence): number[] {
  if (fact.metric === "null_share") return [Number(fact.value)];
  const rows = fact.metric === "null_count" ? rowsOf(fact, all, subject) : undefined;
  return rows === undefined || rows === 0 ? [] : [Number(fact.value) / rows];
}

function frequencyOf(fact: Fact, { all, subject }: Evidence): number[] {
  const rows = /^(?:max_frequency|(?:true|zero|negative|empty)_count)$/.test(fact.metric)
    ? rowsOf(fact, all, subject)
    : undefined;
  return rows === undefined || rows === 0 ? [] : [Number(fact.value) / rows];
}
