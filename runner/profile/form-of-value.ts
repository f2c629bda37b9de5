import { isBankAccount, isCardNumber } from "./check-digits.ts";

/** What one text gives away. `token`: it may be a secret, or only a hash; `json`: it may hold anything. */
export type ValueForm = "email" | "phone" | "personal" | "token" | "json";

const email = /[^\s@<>"',;:()]+@[^\s@<>"',;:()]+\.\p{L}{2,}/u;

/** Keys, tokens and passwords, by how their issuers write them. */
const secrets: readonly RegExp[] = [
  /\b(?:sk|pk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{8,}/,
  /\bsk-[\w-]{16,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{8,}/,
  /\bgh[opsur]_\w{8,}|\bgithub_pat_\w{8,}|\bglpat-[\w-]{8,}/,
  /\bxox[a-z]-[\w-]{6,}/,
  /\bAIza[\w-]{20,}/,
  /\beyJ[\w-]{6,}\.[\w-]{4,}/,
  /-----BEGIN [A-Z ]+/,
  /^\$(?:2[abxy]?|5|6|argon2\w*|pbkdf2[\w-]*)\$/,
  /\b[a-z][\w+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
  /\b(?:password|passwd|pwd|secret|token|api[_-]?key)["']?\s*[:=]\s*\S/i,
];
const phones: readonly RegExp[] = [
  /(?<![\w.+-])\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?![\w-])/,
  /(?<![\w.-])(?:\d{1,3}[ .-]?)?\(\d{1,5}\)[ .-]?\d{2,5}(?:[ .-]?\d{2,5}){1,3}(?![\w-])/,
  /(?<![\w.-])(?:1[ .-])?[2-9]\d\d([ .-])\d{3}\1\d{4}(?![\w-])/,
  /^0\d{2,4}[ /-]\d{5,9}$|^0\d(?: \d\d){4}$/,
];
const security = /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/;
const addresses: readonly RegExp[] = [
  /(?<![\w.])\d{1,6}\p{L}?,? +(?:[\p{L}\d][\p{L}\d.'’-]* +){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|blvd|boulevard|court|ct|way|place|pl|terrace|circle|cir|square|sq|parkway|pkwy|highway|hwy|close|crescent)\b/iu,
  /^(?:rua|r\.|avenida|av\.?|travessa|estrada|calle|carrera|rue|chemin|allée|via|viale|ulica|ul\.) +\p{L}.*\d/iu,
  /^(?:rua|avenida|travessa|calle|rue) +(?:d[aeo]s? +|de la +|del +)?\p{Lu}/iu,
  /\p{L}(?:straße|strasse|str\.|gasse|allee|weg|platz|laan|straat|gatan) +\d/iu,
];
const quad = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const ip = new RegExp(`(?<![\\w.-])(?:${quad}\\.){3}${quad}(?![\\w.-])`);
const ip6 = /^(?=.*::)[0-9a-f:]{3,39}(?:\/\d+)?$|^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$/i;

const hexadecimal = /^(?:0x)?(?=.*\d)[0-9a-f]{32,}$/i;
const base64 = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/-]{24,}={0,2}$/;

/** The form of a text that should not be shown; undefined: none that is known. `isVersion`: four numbers are no address. */
export function formOfValue(text: string, isVersion = false): ValueForm | undefined {
  const value = text.trim();
  const has = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(value));
  if (has(secrets)) return "personal";
  if (email.test(value)) return "email";
  if (security.test(value) || isCardNumber(value) || isBankAccount(value)) return "personal";
  if (has(phones)) return "phone";
  if (has(addresses) || ip6.test(value) || (!isVersion && ip.test(value))) return "personal";
  if (hexadecimal.test(value) || base64.test(value)) return "token";
  return /^[[{]\s*["'{[\]}\d]/.test(value) ? "json" : undefined;
}

const name = /^\p{Lu}[\p{L}'’.-]*(?:,? +(?:d[aeo]s? +|de +|van +|von +)?\p{Lu}[\p{L}'’.-]*){1,3}$/u;

/** Two or three capitalised words: a person's name where the column is about people. */
export function looksLikeName(text: string): boolean {
  return name.test(text.trim());
}
