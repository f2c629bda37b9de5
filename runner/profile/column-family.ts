/**
 * What can be asked of a column: `number` has a mean, `time` a range, `text` a length. `plain` can only be
 * compared, `opaque` not even that.
 */
export type ColumnFamily = "number" | "text" | "boolean" | "time" | "plain" | "opaque";

const patterns: readonly (readonly [ColumnFamily, RegExp])[] = [
  // Lists, structs and maps first: INTEGER[] is no number.
  ["opaque", /\[\d*\]$|^(?:array|struct|map|union|json|jsonb|xml|blob|bytea|bit|user-defined)\b/],
  ["boolean", /^bool(?:ean)?$/],
  [
    "number",
    /^(?:u?(?:tiny|small|big|huge)int|u?integer|int[248]?|float[48]?|real|double(?: precision)?|decimal|numeric|number)\b/,
  ],
  ["time", /^(?:date|timestamp\w*|datetime)\b/],
  ["text", /^(?:varchar|character varying|character|char|bpchar|text|string|citext)\b/],
  ["plain", /^(?:enum|uuid|time|interval|inet|cidr|macaddr)\b/],
];

/** The family of a warehouse type, by its name. A type that is not known is opaque: nothing breaks on it. */
export function columnFamily(type: string): ColumnFamily {
  const name = type.trim().toLowerCase();
  return patterns.find(([, pattern]) => pattern.test(name))?.[0] ?? "opaque";
}
