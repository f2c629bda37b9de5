import { judgeReading } from "./judge-reading.ts";
import { readSnowflakeTokens } from "./read-snowflake-tokens.ts";
import { readSnowflakeTree } from "./read-snowflake-tree.ts";
import { newReading, type Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { cutSnowflake, type SnowflakeToken } from "./snowflake-tokens.ts";
import type { SqlAccess } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";

/** What a parser answers: its statements, or why the text is none. */
export type ParseSnowflake = (
  sql: string,
) => { statements: readonly unknown[] } | { mistake: string };

export type JudgeSnowflake = (sql: string, access: SqlAccess) => SqlVerdict;

/**
 * The gate for Snowflake. There is no grammar of Snowflake's own to ask, so two readers have to agree: one that cuts
 * the text into words, and a parser's tree. What only one of them would let through is refused.
 */
export function openSnowflakeGate(parse: ParseSnowflake): JudgeSnowflake {
  return (sql, access) => {
    const tokens = cutSnowflake(sql);
    if (tokens === undefined) {
      const reason = "the statement cannot be read: a quote or a comment is not closed";
      return { kind: "refused", code: "syntax", reason };
    }
    const reading = newReading();
    const [first] = tokens;
    const word = first?.kind === "word" ? first.text : (first?.text ?? "");
    if (["show", "desc", "describe"].includes(word)) readCatalogStatement(tokens, reading);
    else readQuery(sql, tokens, reading, parse);
    return judgeReading(reading, access, { foldsCase: true, isUnknown: true });
  };
}

const space = String.raw`(?:\s|--[^\n\r]*[\n\r]|//[^\n\r]*[\n\r]|/\*(?:(?!\*/)[\s\S])*\*/)`;
const explain = new RegExp(
  `^${space}*explain\\b(?:${space}*using${space}+(?:tabular|json|text)\\b)?`,
  "i",
);

function readQuery(
  sql: string,
  tokens: readonly SnowflakeToken[],
  reading: Reading,
  parse: ParseSnowflake,
): void {
  const isExplain = tokens[0]?.text === "explain";
  if (isExplain) reading.statement = "explain";
  const isUsing = isExplain && tokens[1]?.text === "using";
  const rest = isExplain ? tokens.slice(isUsing ? 3 : 1) : tokens;
  if (!["select", "with", "(", "values", "table"].includes(rest[0]?.text ?? "")) {
    const reason =
      "only reading is allowed: send one SELECT (WITH, EXPLAIN, some SHOW and DESCRIBE too)";
    refuse(reading, "not-a-read", reason);
    return;
  }
  readSnowflakeTokens(rest, reading);
  if (reading.refusals.length > 0) return;

  const parsed = parse(withoutStarFilter(sql.replace(explain, ""), rest));
  if ("mistake" in parsed) {
    refuse(reading, "syntax", `the statement cannot be read: ${parsed.mistake}`);
    return;
  }
  if (parsed.statements.length !== 1) {
    refuse(reading, "multiple-statements", "send exactly one statement");
    return;
  }
  readSnowflakeTree(parsed.statements[0], reading);
}

/**
 * `* ILIKE '%id%'` chooses columns; the parser does not know it. Left out for it, where nothing else changes by that.
 */
function withoutStarFilter(sql: string, tokens: readonly SnowflakeToken[]): string {
  const filter = new RegExp(String.raw`\*${space}*ilike${space}*'(?:[^'\\]|'')*'`, "gi");
  const shorter = sql.replace(filter, "*");
  const left = tokens.filter(
    (_, at) => !(isFilter(tokens, at - 1) || (tokens[at]?.kind === "word" && isFilter(tokens, at))),
  );
  return JSON.stringify(cutSnowflake(shorter)) === JSON.stringify(left) ? shorter : sql;
}

function isFilter(tokens: readonly SnowflakeToken[], at: number): boolean {
  const [star, word, text] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  return star?.text === "*" && word?.text === "ilike" && text?.kind === "string";
}

/** Lists of objects and of columns; what comes behind only narrows them. */
function readCatalogStatement(tokens: readonly SnowflakeToken[], reading: Reading): void {
  const isShow = tokens[0]?.text === "show";
  reading.statement = isShow ? "show" : "describe";
  const end = tokens.at(-1)?.text === ";" ? tokens.length - 1 : tokens.length;
  const words = tokens
    .slice(1, end)
    .map(({ kind, text }) => (kind === "string" ? "'…'" : kind === "quoted" ? "name" : text));
  const text = words.join(" ").replace(/ ?\. ?/g, ".");
  const name = String.raw`[\p{L}\p{N}_$]+(?:\.[\p{L}\p{N}_$]+)*`;
  const shown = new RegExp(
    `^(terse )?(tables|views|columns|schemas|databases|objects|materialized views|dynamic tables|external tables|primary keys|unique keys|imported keys)( history)?( like '…')?( in (account|(database|schema|table|view) )?(${name})?)?( starts with '…')?( limit \\d+( from '…')?)?$`,
    "u",
  );
  const described = new RegExp(`^(table |view )?${name}( type ?= ?(columns|stage))?$`, "u");
  const isOdd = tokens.some(({ kind, text: of }) => kind === "sign" && !/^[.;=(),]$/.test(of));
  const others =
    /^(function|procedure|stage|integration|user|role|warehouse|secret|file|network|stream|task|pipe|result|search|external|session|masking|row|password|sequence|transaction|notification|alert|application|streamlit|service|share|event|dynamic|iceberg|authentication)\b/;
  const isKnown = isShow ? shown.test(text) : described.test(text) && !others.test(text);
  if (isKnown && !isOdd) return;
  const reason = isShow
    ? "of SHOW only lists of databases, schemas, tables, views, columns and keys are allowed"
    : "of DESCRIBE only tables and views are allowed";
  refuse(reading, "construct", reason);
}
