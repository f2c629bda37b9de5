import type { Profile, ProfiledColumn } from "./parse-profile.ts";
import { say } from "./say.ts";
import { isSayable } from "./sayable.ts";
import { numberOf, type Statement, sharesOf } from "./statement.ts";

/** With more values than this a list of them says nothing. */
const maxValues = 8;
/** Names of columns whose values are people's own. */
const personal =
  /(?:first|last|middle|full|given|family|sur|user|nick)_?name|e?_?mail|phone|address|street|birth|ssn|iban|passport/i;

/** What was measured of a column, in sentences. Nothing is said of an empty table. */
export function stateColumn(column: ProfiledColumn, { rows }: Profile): Statement[] {
  const total = Number(rows.value);
  const nulls = numberOf(column, "null_count");
  if (total === 0 || nulls === undefined) return [];
  if (nulls.value === total) return [{ text: "Always null.", facts: [nulls, rows] }];
  if (isKey(column, total)) {
    const distinct = numberOf(column, "distinct_count");
    return [
      { text: "Unique and never null.", facts: [nulls, rows, ...(distinct ? [distinct] : [])] },
    ];
  }
  const values =
    stateFlag(column) ?? stateShares(column) ?? stateTimes(column) ?? stateNumbers(column);
  return [
    stateNulls(column, total),
    ...(values ?? stateDistinct(column)),
    ...stateEmpty(column, total),
  ];
}

export function isPersonal({ name }: ProfiledColumn): boolean {
  return personal.test(name);
}

/** One value for each row, counted and not estimated. */
export function isKey(column: ProfiledColumn, total: number): boolean {
  const distinct = numberOf(column, "distinct_count");
  const isUnique = distinct?.isExact === true && distinct.value === total;
  return isUnique && total > 1 && numberOf(column, "null_count")?.value === 0;
}

function stateNulls(column: ProfiledColumn, total: number): Statement {
  const nulls = numberOf(column, "null_count");
  const share = numberOf(column, "null_share");
  if (nulls?.value === 0) return { text: "Never null.", facts: [nulls] };
  const said = say.share(share?.value ?? (nulls?.value ?? 0) / total);
  return {
    text: `Null in ${said} of rows.`,
    facts: [share ?? nulls].flatMap((fact) => fact ?? []),
  };
}

function stateFlag(column: ProfiledColumn): Statement[] | undefined {
  const share = numberOf(column, "true_share");
  if (share === undefined) return undefined;
  return [{ text: `True in ${say.share(share.value)} of rows.`, facts: [share] }];
}

function stateShares(column: ProfiledColumn): Statement[] | undefined {
  const all = sharesOf(column);
  const shares = all.filter(({ argument }) => isSayable(argument));
  if (shares.length === 0 || all.length > maxValues || isPersonal(column)) return undefined;
  const listed = shares.map(({ argument, value }) => `${argument} (${say.share(value)})`);
  const others = all.length > shares.length ? ", and others" : "";
  return [{ text: `Values, by share of rows: ${listed.join(", ")}${others}.`, facts: shares }];
}

function stateTimes(column: ProfiledColumn): Statement[] | undefined {
  const [min, max] = ["min", "max"].map((metric) =>
    column.facts.find((fact) => fact.metric === metric && typeof fact.value === "string"),
  );
  if (min === undefined || max === undefined) return undefined;
  const [from, to] = [say.day(String(min.value)), say.day(String(max.value))];
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || !/^\d{4}-\d\d-\d\d$/.test(to)) return undefined;
  return [{ text: `From ${from} to ${to}.`, facts: [min, max] }];
}

function stateNumbers(column: ProfiledColumn): Statement[] | undefined {
  const [min, max] = [numberOf(column, "min"), numberOf(column, "max")];
  const [p50, p95] = [numberOf(column, "p50"), numberOf(column, "p95")];
  // Identifiers have a range too, but no quantiles were asked of them.
  if (min === undefined || max === undefined || p50 === undefined) return undefined;
  const about = (exact: boolean) => (exact ? "" : "about ");
  const spread =
    p95 === undefined
      ? ""
      : `; 95% of the values are at most ${about(p95.isExact)}${say.number(p95.value)}`;
  const range = {
    text: `From ${say.number(min.value)} to ${say.number(max.value)}, median ${about(p50.isExact)}${say.number(p50.value)}${spread}.`,
    facts: [min, max, p50, ...(p95 ? [p95] : [])],
  };
  return [range];
}

function stateDistinct(column: ProfiledColumn): Statement[] {
  const distinct = numberOf(column, "distinct_count");
  if (distinct === undefined) return [];
  const about = distinct.isExact ? "" : "About ";
  const values = distinct.value === 1 ? "distinct value" : "distinct values";
  return [{ text: `${about}${say.number(distinct.value)} ${values}.`, facts: [distinct] }];
}

function stateEmpty(column: ProfiledColumn, total: number): Statement[] {
  const empty = numberOf(column, "empty_count");
  if (empty === undefined || empty.value === 0) return [];
  return [{ text: `Empty text in ${say.share(empty.value / total)} of rows.`, facts: [empty] }];
}
