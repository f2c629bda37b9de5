import { nameWords } from "./name-words.ts";

const endings = new Set([
  "id",
  "key",
  "sk",
  "fk",
  "pk",
  "number",
  "code",
  "zip",
  "guid",
  "uuid",
  "sku",
  "slug",
  "isbn",
  "ean",
]);

/** A column whose numbers are names: a mean or a share of them says nothing. */
export function isIdentifier(name: string): boolean {
  return endings.has(nameWords(name).at(-1) ?? "");
}
