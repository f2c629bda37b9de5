import type { DateClaim, NumberClaim } from "./claim.ts";
import { numberAgrees } from "./number-agrees.ts";

const months =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** A number in the style in which another is printed: separators, decimals, scale, `about`, percent. */
export function printLike(claim: NumberClaim, value: number): string {
  if (claim.isWord) return printWord(claim, value);
  const scale = scaleOf(claim);
  const decimals = Math.max(0, -Math.round(Math.log10(claim.unit / scale)));
  const printed = value / scale;
  const rounded = claim.isAbout
    ? roundAbout(claim, printed, decimals)
    : toFixed(printed, decimals, claim);
  const isGrouped = /\d,\d{3}/.test(claim.text) || Math.abs(printed) >= 10_000;
  const digits = isGrouped && !/^\d{4,}$/.test(bare(claim)) ? group(rounded) : rounded;
  // A bound that no longer holds says nothing: the number itself is said.
  const text = claim.text.replace(/^\s+/, "");
  const prefix = isBoundKept(claim, value) ? (/^[^\d.−-]*/.exec(text)?.[0] ?? "") : currency(text);
  const suffix = /[\d.]([^\d.]*)$/.exec(text)?.[1] ?? "";
  return `${prefix}${digits}${suffix}`;
}

function isBoundKept(claim: NumberClaim, value: number): boolean {
  return claim.bound === undefined || numberAgrees(claim, value);
}

function currency(text: string): string {
  return /[$€£](?=[\d.])/.exec(text)?.[0] ?? "";
}

/** Digits before the decimal point, as they are separated. */
function bare({ text }: NumberClaim): string {
  return text.replace(/\.\d+/, "").replace(/[^\d,]/g, "");
}

/** What the suffix of `121K` makes of one. */
function scaleOf({ text, value }: NumberClaim): number {
  const digits = Number(/[\d,]*\.?\d+(?=[^\d]*$)/.exec(text)?.[0].replaceAll(",", "") ?? "1");
  if (digits === 0 || value === 0) return 1;
  return 10 ** Math.round(Math.log10(Math.abs(value) / digits));
}

/** Never 0 or 100 of a percentage that is neither. */
function toFixed(value: number, decimals: number, claim: Pick<NumberClaim, "isPercent">): string {
  const text = value.toFixed(decimals);
  const isEnd =
    claim.isPercent &&
    ((Number(text) === 0 && value !== 0) || (Number(text) === 100 && value !== 100));
  return isEnd && decimals < 6 ? toFixed(value, decimals + 1, claim) : text;
}

/** As many digits as before, but two at least, and as many as one percent asks for. */
function roundAbout(claim: NumberClaim, value: number, decimals: number): string {
  if (decimals > 0) return toFixed(value, decimals, claim);
  const before = String(Math.round(Math.abs(claim.value) / claim.unit));
  const significant = Math.max(2, before.replace(/0+$/, "").length);
  const rounded = Number(value.toPrecision(Math.min(15, significant)));
  const isNear = Math.abs(rounded - value) <= Math.abs(value) / 100;
  return String(isNear ? rounded : Math.round(value));
}

function group(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function printWord(claim: NumberClaim, value: number): string {
  if (claim.isPercent) {
    const about = /^(?:about|around|roughly|approximately)\s/i.exec(claim.text)?.[0] ?? "";
    return `${about}${toFixed(value, 0, claim)}%`;
  }
  return claim.isRatio ? `${value.toFixed(1)} times` : group(String(value));
}

/** A date in the style in which another is printed; undefined: the style is none that is known here. */
export function printDateLike(claim: DateClaim, value: string): string | undefined {
  const match = /^(\d{4,})-(\d{2})-(\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?/.exec(value);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", time] = match;
  const text = claim.text;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${year}-${month}-${day}`;
  if (/^\d{4}\/\d{2}\/\d{2}$/.test(text)) return `${year}/${month}/${day}`;
  if (/^\d{4}-\d{2}$/.test(text)) return `${year}-${month}`;
  if (/^\d{4}-\d{2}-\d{2}([ T])\d{2}:\d{2}/.test(text)) {
    const separator = text[10] ?? " ";
    const length = /\d{2}:\d{2}:\d{2}/.test(text) ? 8 : 5;
    return `${year}-${month}-${day}${separator}${(time ?? "00:00:00").slice(0, length)}`;
  }
  if (/Q[1-4]/i.test(text)) {
    const quarter = `Q${Math.ceil(Number(month) / 3)}`;
    return text.replace(/Q[1-4]/i, quarter).replace(/\d{4}/, year);
  }
  const name = months[Number(month) - 1] ?? "";
  const said = /[A-Za-z]{3,}/.exec(text.replace(/\bof\b/, ""))?.[0] ?? "";
  const isShort =
    said.length <= 4 && said.toLowerCase() !== "june" && said.toLowerCase() !== "july";
  const monthText = isShort && said !== "May" ? name.slice(0, 3) : name;
  return text
    .replace(/\d{4}/, "\u0000")
    .replace(/\b\d{1,2}(?:st|nd|rd|th)?\b/, String(Number(day)))
    .replace(said, monthText)
    .replace("\u0000", year);
}
