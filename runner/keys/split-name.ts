import { singular } from "./singular.ts";

/** What the name of a column says. All in lower case. */
export interface ColumnWords {
  /** Letters and digits only: `shiptoaddressid` of `ShipTo_AddressID`. */
  whole: string;
  words: readonly string[];
  /** The words without those that say that it is a key: `customer` of `customer_id`, none of `id`. */
  stem: readonly string[];
  /** The ways to write the stem as one. */
  forms: readonly string[];
  /** How it says so; `glued`: `customerid`, which might as well be a word of its own, as `paid` is. */
  key: "id" | "code" | "number" | "glued" | "none";
}

const endings: ReadonlyMap<string, ColumnWords["key"]> = new Map([
  ...["id", "ids", "key", "sk", "fk", "pk", "bk", "nk", "hk", "uuid", "guid", "uid", "oid"].map(
    (word) => [word, "id"] as const,
  ),
  ...["ref", "identifier", "hash"].map((word) => [word, "id"] as const),
  ...["code", "cd", "slug", "iso", "abbr"].map((word) => [word, "code"] as const),
  ...["number", "num", "no", "nr", "nbr"].map((word) => [word, "number"] as const),
]);
/** Codes that say what they are of. */
const namedCodes = new Set(
  "sku isbn issn ean upc gtin asin isin cusip iban vin imei lei npi".split(" "),
);
const beginnings = new Set(["fk", "pk", "id", "sk", "key"]);

/** Longest first: `uuid` before `id`. */
const gluedEndings = ["uuid", "guid", "code", "key", "ids", "id", "sk", "fk"];

/** Shortest name of a thing that is looked for where no sign divides the words. */
export const shortestGlued = 4;

/** Reads snake_case, kebab-case, camelCase, words with spaces, and words without anything between them. */
export function splitName(name: string): ColumnWords {
  const words = wordsOf(name);
  const whole = words.join("");
  const stem = [...words];
  let key: ColumnWords["key"] = "none";
  while (stem.length > 0) {
    const ending = endings.get(stem.at(-1) ?? "");
    if (ending === undefined) break;
    // `id` alone, or the last word of several: the first that is met says which kind it is.
    if (key === "none") key = ending;
    stem.pop();
  }
  if (key === "none" && stem.length > 1 && beginnings.has(stem[0] ?? "")) {
    stem.shift();
    key = "id";
  }
  if (key === "none" && namedCodes.has(stem.at(-1) ?? "")) key = "code";
  if (key !== "none") return { whole, words, stem, forms: formsOf(stem), key };

  const last = words.at(-1) ?? "";
  const glued = gluedEndings.find(
    (ending) => last.endsWith(ending) && last.length - ending.length >= 3,
  );
  if (glued === undefined) return { whole, words, stem: words, forms: formsOf(words), key };
  const bare = [...words.slice(0, -1), last.slice(0, -glued.length)];
  return { whole, words, stem: bare, forms: formsOf(bare), key: "glued" };
}

/** Lower case words of a name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The ways to write one thing: as it stands, with the last word in the singular, with all of them. */
export function formsOf(words: readonly string[]): readonly string[] {
  const last = words.at(-1);
  if (last === undefined) return [];
  return [
    ...new Set([
      words.join(""),
      [...words.slice(0, -1), singular(last)].join(""),
      words.map(singular).join(""),
    ]),
  ];
}
