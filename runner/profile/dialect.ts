/** The SQL that is written here. Snowflake is planned for, and held by what its statements look like. */
export type Dialect = "duckdb" | "postgres" | "snowflake";

interface Words {
  /** How many rows fulfil a condition. */
  countIf(condition: string): string;
  /** An aggregate over the rows that fulfil a condition. */
  aggregateIf(name: string, argument: string, condition: string): string;
  double(expression: string): string;
  text(expression: string): string;
  /** A moment with a time zone as a plain one, UTC. */
  utc(expression: string): string;
  /** For the order of texts by their bytes, whatever the database is set to. */
  byBytes(expression: string): string;
  /** A hash of a text that is the same wherever this engine computes it; a whole number. */
  hash(text: string): string;
  /** Whether the whole text has a form; the pattern is anchored. */
  matches(text: string, pattern: string): string;
  replaceAll(text: string, pattern: string, by: string): string;
  /** The condition that a number or a time is infinite, or undefined where the engine has none such. */
  moment(iso: string): string;
}

const filtered = {
  countIf: (condition: string) => `count(*) filter (where ${condition})`,
  aggregateIf: (name: string, argument: string, condition: string) =>
    `${name}(${argument}) filter (where ${condition})`,
};

const standard = {
  double: (expression: string) => `cast(${expression} as double precision)`,
  text: (expression: string) => `cast(${expression} as varchar)`,
  moment: (iso: string) => `timestamp '${iso}'`,
};

export const dialects: Readonly<Record<Dialect, Words>> = {
  duckdb: {
    ...filtered,
    ...standard,
    utc: (expression) => `cast(${expression} as timestamp)`,
    byBytes: (expression) => expression,
    hash: (text) => `hash(${text})`,
    matches: (text, pattern) => `regexp_full_match(${text}, '${pattern}')`,
    replaceAll: (text, pattern, by) => `regexp_replace(${text}, '${pattern}', '${by}', 'g')`,
  },
  postgres: {
    ...filtered,
    ...standard,
    utc: (expression) => `(${expression} at time zone 'UTC')`,
    byBytes: (expression) => `${expression} collate "C"`,
    hash: (text) => `hashtextextended(${text}, 0)`,
    matches: (text, pattern) => `${text} ~ '${pattern}'`,
    replaceAll: (text, pattern, by) => `regexp_replace(${text}, '${pattern}', '${by}', 'g')`,
  },
  snowflake: {
    ...standard,
    countIf: (condition) => `count_if(${condition})`,
    aggregateIf: (name, argument, condition) => `${name}(iff(${condition}, ${argument}, null))`,
    utc: (expression) => `convert_timezone('UTC', ${expression})::timestamp_ntz`,
    byBytes: (expression) => expression,
    hash: (text) => `hash(${text})`,
    matches: (text, pattern) => `regexp_like(${text}, '${pattern}')`,
    replaceAll: (text, pattern, by) => `regexp_replace(${text}, '${pattern}', '${by}')`,
  },
};
