import type { Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { largestExponent, longestMadeText, maxMadeRows } from "./size-limits.ts";
import {
  snowflakeFunctions,
  snowflakeTableFunctions,
  snowflakeWords,
} from "./snowflake-functions.ts";
import type { SnowflakeToken } from "./snowflake-tokens.ts";

/**
 * The first opinion on a Snowflake statement: its words, without a grammar. Knows nothing of where a word stands but
 * its neighbours, so nothing can be hidden by how deep it is nested.
 */
export function readSnowflakeTokens(tokens: readonly SnowflakeToken[], reading: Reading): void {
  tokens.forEach((token, at) => {
    if (token.kind === "word" || token.kind === "quoted") reading.columns.push([token.text]);
    if (token.kind === "sign") readSign(token.text, tokens, at, reading);
    if (token.kind === "word") readWord(token.text, tokens, at, reading);
    if (token.kind === "quoted" && isCall(tokens, at)) refuseCall(token.text, reading);
  });
}

function readSign(
  sign: string,
  tokens: readonly SnowflakeToken[],
  at: number,
  reading: Reading,
): void {
  if (sign === ";" && at < tokens.length - 1) {
    refuse(reading, "multiple-statements", "send exactly one statement");
  }
  if (sign === "->>") {
    refuse(reading, "multiple-statements", "`->>` chains statements: send one of them");
  }
  if (sign === "@") refuse(reading, "relation", "stages (`@…`) are not read, only tables");
  if (sign === "!") refuse(reading, "function", "methods of models (`model!name`) are not called");
  if (/^\$\D/.test(sign) || sign === "$") {
    refuse(reading, "construct", "variables of the session are not read: write the value itself");
  }
  if (sign === "?") reading.hasParameters = true;
  const isValue = (token: SnowflakeToken | undefined) =>
    token !== undefined && (token.kind !== "sign" || token.text === ")" || token.text === "]");
  if (sign === ":" && !isValue(tokens[at - 1])) reading.hasParameters = true;
  if (sign === ":" && tokens[at - 1]?.kind === "word" && tokens[at + 1]?.kind === "number") {
    reading.hasParameters = true;
  }
}

/** Words that begin a statement that is no query. */
const statements: ReadonlySet<string> = new Set(
  "alter begin call comment copy create declare delete desc describe drop execute explain get grant insert list ls merge put remove revoke rm set show truncate undrop unset update use".split(
    " ",
  ),
);

const forbidden: Readonly<Record<string, string>> = {
  identifier: "IDENTIFIER(…) makes a name of a text: write the name itself",
  into: "INTO writes: leave it out",
  result_scan: "results of other queries are not read",
  procedure: "procedures are not run",
  nextval: "a sequence is changed by reading it",
};

function readWord(
  word: string,
  tokens: readonly SnowflakeToken[],
  at: number,
  reading: Reading,
): void {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (word.includes("$")) {
    refuse(reading, "function", `\`${word}\` belongs to the system: names with $ are not used`);
  }
  const isOfName = before?.text === "." && before.kind === "sign";
  const reason = forbidden[word];
  const isForbidden =
    (word === "into" && !isOfName) ||
    (word === "procedure" && before?.text === "as") ||
    (word === "nextval" && isOfName) ||
    ((word === "identifier" || word === "result_scan") && after?.text === "(");
  if (reason !== undefined && isForbidden) refuse(reading, "not-a-read", reason);
  if (word === "for" && (after?.text === "update" || after?.text === "share")) {
    refuse(reading, "not-a-read", "FOR UPDATE locks rows: leave it out");
  }
  const opens = before?.kind === "sign" && before.text === "(";
  if (opens && after?.kind === "word" && statements.has(word)) {
    refuse(reading, "not-a-read", "only a query may stand in brackets");
  }
  if (word === "table" && after?.text === "(") readTableCall(tokens, at + 2, reading);
  if (!isCall(tokens, at)) return;
  if (isOfName) {
    const name = [...nameBefore(tokens, at), word].join(".");
    refuseCall(name, reading);
    return;
  }
  if (word === "insert" && !isExpressionBefore(before))
    refuse(reading, "not-a-read", "only reading is allowed");
  if (!snowflakeFunctions.has(word)) {
    if (snowflakeWords.has(word)) return;
    if (!snowflakeTableFunctions.has(word)) refuseCall(word, reading);
  }
  reading.functions.add(word);
  judgeCallSize(word, argumentsOf(tokens, at + 2), reading);
}

function isExpressionBefore(before: SnowflakeToken | undefined): boolean {
  return before !== undefined && !["(", ")", ";", "as"].includes(before.text);
}

function refuseCall(name: string, reading: Reading): void {
  refuse(
    reading,
    "function",
    `function \`${name}\` is not allowed: only built-in functions that compute from values are`,
  );
}

/** A name before a bracket that is neither a type, nor the columns of a common table expression or an alias. */
function isCall(tokens: readonly SnowflakeToken[], at: number): boolean {
  if (tokens[at + 1]?.text !== "(" || tokens[at + 1]?.kind !== "sign") return false;
  const before = tokens[at - 1];
  if (before?.kind === "word" && before.text === "as") return false;
  if (before?.kind === "sign" && before.text === "::") return false;
  const end = endOf(tokens, at + 2);
  const inside = tokens.slice(at + 2, end);
  const isNames = inside.every(
    ({ kind, text }, index) =>
      (index % 2 === 0 && (kind === "word" || kind === "quoted")) ||
      (index % 2 === 1 && text === ","),
  );
  const opensCte = before?.text === "with" || before?.text === "recursive" || before?.text === ",";
  return !(isNames && opensCte && tokens[end + 1]?.text === "as" && tokens[end + 2]?.text === "(");
}

/** Where the bracket that is open is closed. */
function endOf(tokens: readonly SnowflakeToken[], start: number): number {
  let depth = 1;
  for (let at = start; at < tokens.length; at++) {
    const { kind, text } = tokens[at] ?? { kind: "sign", text: "" };
    if (kind !== "sign") continue;
    if (text === "(") depth++;
    if (text === ")") depth--;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function argumentsOf(tokens: readonly SnowflakeToken[], start: number): SnowflakeToken[][] {
  const args: SnowflakeToken[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(start, endOf(tokens, start))) {
    if (token.kind === "sign" && "([{".includes(token.text)) depth++;
    if (token.kind === "sign" && ")]}".includes(token.text)) depth--;
    if (token.kind === "sign" && token.text === "," && depth === 0) args.push([]);
    else args.at(-1)?.push(token);
  }
  return args;
}

function nameBefore(tokens: readonly SnowflakeToken[], at: number): string[] {
  const parts: string[] = [];
  for (let dot = at - 1; tokens[dot]?.text === "."; dot -= 2)
    parts.unshift(tokens[dot - 1]?.text ?? "");
  return parts;
}

function readTableCall(tokens: readonly SnowflakeToken[], at: number, reading: Reading): void {
  const name = tokens[at];
  const isKnown = name?.kind === "word" && snowflakeTableFunctions.has(name.text);
  if (isKnown && tokens[at + 1]?.text === "(") return;
  refuse(
    reading,
    "function",
    `TABLE(…) may hold ${[...snowflakeTableFunctions].join(", ")}, nothing else`,
  );
}

/** Which argument says how long the text becomes. */
const lengthAt = new Map([
  ["repeat", 1],
  ["lpad", 1],
  ["rpad", 1],
  ["randstr", 0],
  ["space", 0],
]);

function judgeCallSize(
  name: string,
  args: readonly (readonly SnowflakeToken[])[],
  reading: Reading,
): void {
  if (name === "generator") {
    const words = args.flatMap((arg) => arg.slice(0, 1).map(({ text }) => text));
    if (words.includes("timelimit")) {
      refuse(reading, "resource", "GENERATOR with TIMELIMIT only uses time: give a ROWCOUNT");
    }
    const rows = Math.max(0, ...args.map(sizeOf));
    if (rows > maxMadeRows || !words.includes("rowcount")) {
      refuse(reading, "resource", `GENERATOR needs a ROWCOUNT up to ${maxMadeRows}`);
    }
    reading.madeRows *= Math.max(1, rows);
  }
  const length = lengthAt.get(name);
  const text = length === undefined ? 0 : sizeOf(args[length]);
  if (text > longestMadeText) {
    refuse(
      reading,
      "resource",
      `\`${name}\` may make texts of ${longestMadeText} characters at most`,
    );
  }
  reading.madeText = Math.max(reading.madeText, text);
  if (name === "array_generate_range" && Math.max(0, ...args.map(sizeOf)) > maxMadeRows) {
    refuse(reading, "resource", `\`${name}\` may make ${maxMadeRows} values at most`);
  }
  if (/^pow(er)?$/.test(name) && sizeOf(args[1]) > largestExponent) {
    refuse(reading, "resource", "the power is too large");
  }
}

/** Product of the numbers where they are multiplied, else the largest of them. */
function sizeOf(tokens: readonly SnowflakeToken[] = []): number {
  const numbers = tokens.filter(({ kind }) => kind === "number").map(({ text }) => Number(text));
  const isProduct = tokens.some(({ kind, text }) => kind === "sign" && text === "*");
  const isPower = tokens.some(({ kind, text }) => kind === "word" && /^pow(er)?$/.test(text));
  if (isPower) return Math.max(0, ...numbers) ** Math.max(1, numbers.at(-1) ?? 1);
  return isProduct ? numbers.reduce((product, n) => product * n, 1) : Math.max(0, ...numbers);
}
