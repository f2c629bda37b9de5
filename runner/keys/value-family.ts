/** Values that can be joined with each other. */
export type ValueFamily = "integer" | "text" | "uuid" | "none";

const families: readonly (readonly [ValueFamily, RegExp])[] = [
  ["none", /\[\d*\]$|^(?:array|struct|map|union|json|jsonb|list)\b/],
  [
    "integer",
    /^(?:u?(?:tiny|small|big|huge)int|u?integer|u?int\d*|(?:decimal|numeric|number)\(\d+, ?0\))$/,
  ],
  ["text", /^(?:varchar|character varying|character|char|bpchar|text|string|citext|name)\b/],
  ["uuid", /^uuid$/],
];

/** By the warehouse's own name of the type. Fractions, times, flags and lists are nobody's key. */
export function valueFamily(type: string): ValueFamily {
  const name = type.trim().toLowerCase();
  return families.find(([, pattern]) => pattern.test(name))?.[0] ?? "none";
}
