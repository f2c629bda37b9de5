import { type Dialect, dialects } from "./dialect.ts";
import { quote } from "./quote.ts";
import { isZoned } from "./time-type.ts";
import type { NumberlessFact } from "./to-facts.ts";

/** Seconds between the latest value of a time column and the measurement, by what was measured of it. */
export function freshnessFact(
  about: { subject: string; from: string; dialect: Dialect; at: string },
  column: { name: string; type: string },
  latest: NumberlessFact["value"] | undefined,
  isFiltered: boolean,
): NumberlessFact | undefined {
  const { subject, from, dialect, at } = about;
  const now = at.slice(0, 19);
  const seconds = typeof latest === "string" ? secondsOf(latest) : undefined;
  if (seconds === undefined) return undefined;
  const age = Date.parse(`${now}Z`) / 1000 - seconds;
  if (age < 0) return undefined;

  const { utc, moment, aggregateIf } = dialects[dialect];
  const c = quote.name(column.name);
  const max = isFiltered ? aggregateIf("max", c, `isfinite(${c})`) : `max(${c})`;
  const plain = isZoned(column.type) ? utc(max) : `cast(${max} as timestamp)`;
  const asked =
    dialect === "snowflake"
      ? `datediff('second', ${plain}, ${moment(now.replace("T", " "))})`
      : `cast(floor(extract(epoch from (${moment(now.replace("T", " "))} - ${plain}))) as bigint)`;
  return {
    subject,
    metric: "freshness_seconds",
    argument: column.name,
    value: age,
    method: "exact",
    query: `select ${asked} from ${from}`,
    at,
  };
}

/** Since 1970, rounded up; undefined for what is no moment of our time. */
function secondsOf(text: string): number | undefined {
  const parts = /^((?:19|20|21)\d\d-\d\d-\d\d)(?: (\d\d:\d\d:\d\d)(\.\d+)?)?$/.exec(text);
  if (parts === null) return undefined;
  const [, day, time = "00:00:00", fraction] = parts;
  const whole = Date.parse(`${day}T${time}Z`) / 1000;
  return fraction !== undefined && /[1-9]/.test(fraction) ? whole + 1 : whole;
}
