import type { DateClaim } from "./claim.ts";

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const month =
  "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const year = "(?<year>[0-9]{4})";
const day = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";

/** Longest first: what one has taken, the next does not see. */
const shapes: readonly RegExp[] = [
  /(?<![\w-])(?<iso>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?(?![\w:])/g,
  /(?<![\w-])(?<iso>\d{4}-\d{2}-\d{2})(?![\w-])/g,
  /(?<![\w/])(?<iso>\d{4}\/\d{2}\/\d{2})(?![\w/])/g,
  new RegExp(`\\b${month}\\s+${day},?\\s+${year}\\b`, "gi"),
  new RegExp(`\\b${day}\\s+(?:of\\s+)?${month},?\\s+${year}\\b`, "gi"),
  new RegExp(`\\b${month},?\\s+${year}\\b`, "gi"),
  // The year of a span stands at its end: `January to April 2018`.
  new RegExp(
    `\\b${month}(?=\\s+(?:to|through|until|and|–|-)\\s+[a-z]{3,9}\\.?,?\\s+(?<year>[0-9]{4})\\b)`,
    "gi",
  ),
  new RegExp(`\\bQ(?<quarter>[1-4])[\\s-]+(?:of\\s+)?${year}\\b`, "gi"),
  new RegExp(`(?<![\\w-])${year}[\\s-]?Q(?<quarter>[1-4])\\b`, "gi"),
  /(?<![\w-])(?<iso>\d{4}-(?:0[1-9]|1[0-2]))(?![\w-])/g,
  /(?<![\w:])(?<time>[0-2]?\d:[0-5]\d(?::[0-5]\d)?)(?![\w:])/g,
];

/** All dates and times of a text, whichever way they are written. A year alone is a number. */
export function readDates(text: string): DateClaim[] {
  const found: DateClaim[] = [];
  for (const shape of shapes) {
    for (const match of text.matchAll(shape)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((claim) => claim.start < end && start < claim.end)) continue;
      const prefixes = prefixesOf(match.groups ?? {});
      found.push({ kind: "date", start, end, text: match[0], prefixes });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function prefixesOf(groups: Record<string, string | undefined>): string[] {
  if (groups.iso !== undefined) return [groups.iso.replaceAll("/", "-").replace(" ", "T")];
  if (groups.time !== undefined)
    return [
      `T${groups.time.padStart(groups.time.length + (groups.time.indexOf(":") === 1 ? 1 : 0), "0")}`,
    ];
  const ofYear = groups.year ?? "";
  if (groups.quarter !== undefined) {
    const first = (Number(groups.quarter) - 1) * 3 + 1;
    return [0, 1, 2].map((more) => `${ofYear}-${twoDigits(first + more)}`);
  }
  const short = (groups.month ?? "").slice(0, 3).toLowerCase();
  const index = months.findIndex((name) => name.startsWith(short)) + 1;
  const ofMonth = `${ofYear}-${twoDigits(index)}`;
  return [groups.day === undefined ? ofMonth : `${ofMonth}-${twoDigits(Number(groups.day))}`];
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** Does a value of the warehouse lie in what is said? Both are compared as far as the text goes. */
export function dateAgrees({ prefixes }: Pick<DateClaim, "prefixes">, value: unknown): boolean {
  if (typeof value !== "string") return false;
  const iso = value.trim().replace(" ", "T");
  return prefixes.some((prefix) => {
    if (prefix.startsWith("T")) return iso.includes(prefix) || iso.startsWith(prefix.slice(1));
    if (iso.startsWith(prefix)) return true;
    // A date is the midnight of a timestamp.
    const midnight = /T00:00(?::00(?:\.0+)?)?$/.exec(prefix);
    return midnight !== null && iso === prefix.slice(0, midnight.index);
  });
}
