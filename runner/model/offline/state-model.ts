import type { Profile, ProfiledColumn } from "./parse-profile.ts";
import { say } from "./say.ts";
import { isSayable } from "./sayable.ts";
import { isKey, isPersonal } from "./state-column.ts";
import { numberOf, type Statement, sharesOf } from "./statement.ts";

/** Patterns of each kind that are worth a line, at most. */
const maxPatterns = 2;
const maxNullColumns = 6;

/** The blocks of a model's description that come from measurements, in the reference's order. */
export function stateModel(profile: Profile): {
  contents: Statement;
  patterns: readonly Statement[];
  context: readonly Statement[];
} {
  const patterns = [dominated, skewed].flatMap((find) =>
    profile.columns.flatMap(find).slice(0, maxPatterns),
  );
  return {
    contents: stateContents(profile),
    patterns: Number(profile.rows.value) === 0 ? [] : patterns,
    context: [...stateNulls(profile), ...stateEmptyTexts(profile)],
  };
}

function stateContents({ subject, rows, columns }: Profile): Statement {
  const total = Number(rows.value);
  if (total === 0) return { text: "empty when it was observed.", facts: [rows] };
  const keys = columns.filter((column) => isKey(column, total));
  const key = keys.find(({ name }) => isNamedAfter(name, subject)) ?? keys[0];
  const unique = key === undefined ? undefined : numberOf(key, "distinct_count");
  const grain = key === undefined ? "" : `one row per ${key.name}, `;
  const span = columns.find(({ facts }) =>
    ["min", "max"].every((metric) =>
      facts.some((fact) => fact.metric === metric && isDay(fact.value)),
    ),
  );
  const [min, max] = ["min", "max"].map((metric) =>
    span?.facts.find((fact) => fact.metric === metric),
  );
  const text = `${grain}${say.rows(total)}`;
  const facts = [rows, ...(unique ? [unique] : [])];
  if (span === undefined || min === undefined || max === undefined)
    return { text: `${text}.`, facts };
  return {
    text: `${text}; ${span.name} from ${say.day(String(min.value))} to ${say.day(String(max.value))}.`,
    facts: [...facts, min, max],
  };
}

/** `order_id` of `fct_orders`. */
function isNamedAfter(column: string, model: string): boolean {
  const subject = column.replace(/_(?:id|key|sk)$/i, "").toLowerCase();
  return subject !== column.toLowerCase() && model.toLowerCase().includes(subject);
}

function isDay(value: number | string): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);
}

function dominated(column: ProfiledColumn): Statement[] {
  const [first, second] = sharesOf(column);
  if (first === undefined || second === undefined || first.value < 0.5) return [];
  if (!isSayable(first.argument) || isPersonal(column)) return [];
  const text = `${column.name} is ${first.argument} in ${say.share(first.value)} of rows.`;
  return [{ text, facts: [first] }];
}

function skewed(column: ProfiledColumn): Statement[] {
  const [p50, p95, max] = ["p50", "p95", "max"].map((metric) => numberOf(column, metric));
  if (p50 === undefined || p95 === undefined || max === undefined) return [];
  if (p50.value <= 0 || p95.value < 3 * p50.value || sharesOf(column).length > 0) return [];
  const about = p50.isExact ? "" : "about ";
  const text = `${column.name}: half of the values are at most ${about}${say.number(p50.value)}, 95% at most ${about}${say.number(p95.value)}; the largest is ${say.number(max.value)}.`;
  return [{ text, facts: [p50, p95, max] }];
}

function stateNulls({ columns, rows }: Profile): Statement[] {
  const found = columns.flatMap(({ name, ...column }) => {
    const share = numberOf({ name, ...column }, "null_share");
    return share === undefined || share.value < 0.01 ? [] : [{ name, share }];
  });
  if (found.length === 0 || Number(rows.value) === 0) return [];
  const shown = found.slice(0, maxNullColumns);
  const said = shown.map(({ name, share }) => `${name} (${say.share(share.value)} of rows)`);
  const more =
    found.length > shown.length ? `, and ${found.length - shown.length} more columns` : "";
  const list = more === "" ? say.list(said) : said.join(", ") + more;
  return [{ text: `Nulls: ${list}.`, facts: shown.map(({ share }) => share) }];
}

function stateEmptyTexts({ columns, rows }: Profile): Statement[] {
  return columns.flatMap((column) => {
    const empty = numberOf(column, "empty_count");
    if (empty === undefined || empty.value === 0) return [];
    const share = say.share(empty.value / Number(rows.value));
    return [
      {
        text: `${column.name} is an empty text, not null, in ${share} of rows.`,
        facts: [empty, rows],
      },
    ];
  });
}
