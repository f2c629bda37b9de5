import { catalogTables } from "./catalog-tables.ts";
import { doubtOf } from "./doubt-of.ts";
import type { Reading } from "./reading.ts";
import { doubt, refuse } from "./refuse.ts";
import { maxMadeRows } from "./size-limits.ts";
import { snowflakeFunctions, snowflakeTableFunctions } from "./snowflake-functions.ts";
import { isTooDeep, isTree, listIn, type Tree, textIn } from "./tree.ts";

/** Kinds of the parser's nodes that are no part of a query: statements, commands, what it did not understand. */
const statements =
  /^(alter|analyze|attach|begin|call|clone|command|comment|commit|copy|create|declare|delete|detach|drop|exec|export|file_|get_stmt|grant|if_stmt|import|insert|kill|load|locking|lock_|merge|multitable|pragma|prepare|procedure|purge|put|raw|refresh|release|rename_table|return|revoke|rm|rollback|savepoint|set_statement|set_item|stage|transaction|truncate_table|try_catch|uncache|undrop|unload|update|use|while)/;

const queries = ["select", "union", "intersect", "except", "values"];

/** The second opinion: a parser's tree. It has to be one query, and to hold nothing else anywhere. */
export function readSnowflakeTree(statement: unknown, reading: Reading): void {
  if (isTooDeep(statement)) {
    refuse(reading, "too-deep", "the statement is nested too deeply: ask in smaller steps");
    return;
  }
  const kind = kindOf(statement);
  if (kind === undefined || !queries.includes(kind)) {
    refuse(reading, "disagreement", `only reading is allowed; a parser takes this for ${kind}`);
    return;
  }
  visit(statement, reading, new Set());
}

function visit(value: unknown, reading: Reading, ctes: ReadonlySet<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, reading, ctes);
    return;
  }
  if (!isTree(value)) return;
  for (const [member, inner] of Object.entries(value)) {
    if (isNothing(inner)) continue;
    if (isTree(inner) && statements.test(member) && !isOption(member)) {
      refuse(reading, "disagreement", `a parser finds more than a query in it (${member})`);
    }
    if (member === "into" || member === "locks") {
      refuse(reading, "not-a-read", "the query writes or locks: leave INTO and FOR UPDATE out");
    }
    if (isTree(inner)) readNode(member, inner, reading, ctes);
    else visit(inner, reading, ctes);
  }
}

/** Of what stands in brackets, the kind of what is inside. */
function kindOf(statement: unknown): string | undefined {
  const [member] = isTree(statement) ? Object.entries(statement) : [];
  if (member === undefined) return undefined;
  const [kind, node] = member;
  return ["subquery", "paren"].includes(kind) && isTree(node) ? kindOf(node.this) : kind;
}

function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0);
}

/** Parts of expressions that are called like a statement. */
function isOption(member: string): boolean {
  return ["comment", "rename", "return_type", "file_format", "truncate", "insert"].includes(member);
}

function readNode(member: string, node: Tree, reading: Reading, ctes: ReadonlySet<string>): void {
  if (queries.slice(0, 4).includes(member)) {
    const inside = withCtes(node, ctes);
    judgeRecursion(node, reading);
    if (member === "select") judgeJoins(node, reading, inside);
    visit(node, reading, inside);
    return;
  }
  if (member === "table" && isTree(node.name)) readTable(node, reading, ctes);
  if (member === "function") {
    const name = textIn(node, "name").toLowerCase();
    const isKnown = snowflakeFunctions.has(name) || snowflakeTableFunctions.has(name);
    if (!isKnown && !["cube", "grouping sets", "rollup", "table"].includes(name)) {
      refuse(reading, "function", `function \`${name}\` is not allowed`);
    }
  }
  visit(node, reading, ctes);
}

function entriesOf(node: Tree): Tree[] {
  const clause = isTree(node.with) ? node.with : {};
  return listIn(clause, "ctes").filter(isTree);
}

function nameOf(node: unknown): string {
  return isTree(node) ? textIn(node, "name") : "";
}

function withCtes(node: Tree, ctes: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ctes, ...entriesOf(node).map(({ alias }) => nameOf(alias).toLowerCase())]);
}

function readTable(node: Tree, reading: Reading, ctes: ReadonlySet<string>): void {
  const [name, schema, database] = [node.name, node.schema, node.catalog].map(nameOf);
  if (name === undefined || (schema === "" && ctes.has(name.toLowerCase()))) return;
  const relation = {
    ...(database ? { database } : {}),
    ...(schema ? { schema } : {}),
    name,
    alias: nameOf(node.alias) || name,
  };
  const parts = [database, schema, name].map((part) => (part ?? "").toLowerCase());
  const isCatalog = parts[1] === "information_schema";
  const isClosed = isCatalog && !(catalogTables.has(parts[2] ?? "") || parts[2] === "views");
  if (
    isClosed ||
    parts[0] === "snowflake" ||
    parts[1] === "snowflake" ||
    parts[1] === "account_usage"
  ) {
    refuse(
      reading,
      "relation",
      `\`${parts.filter(Boolean).join(".")}\` belongs to the system: read information_schema.tables and information_schema.columns instead`,
    );
    return;
  }
  // The database is the role's to limit; the rule of one database is for engines that know theirs.
  const { database: _database, ...inDatabase } = relation;
  reading.relations.push(inDatabase);
  const reason = doubtOf(relation, "snowflake");
  if (reason !== undefined) doubt(reading, reason);
}

/** A recursion ends where its second half filters by what it has, or joins by it. */
function judgeRecursion(node: Tree, reading: Reading): void {
  for (const entry of entriesOf(node)) {
    const name = nameOf(entry.alias).toLowerCase();
    const union = isTree(entry.this) && isTree(entry.this.union) ? entry.this.union : undefined;
    const arm = union?.right;
    if (!isTree(arm) || !mentions(arm, name)) continue;
    const select = isTree(arm.select) ? arm.select : {};
    const tables = listIn(isTree(select.from) ? select.from : {}, "expressions").length;
    const conditions = [select.where_clause, select.joins, select.having, select.qualify];
    const isEndless = !conditions.some((condition) => holdsColumn(condition));
    const bound = largestNumber(select.where_clause);
    const isAlone = tables + listIn(select, "joins").length < 2;
    if (isEndless || (isAlone && bound > maxMadeRows)) {
      const why = "has no end that is near: give its second half a condition such as n < 1000";
      refuse(reading, "resource", `the recursion \`${name}\` ${why}`);
    }
  }
}

function judgeJoins(select: Tree, reading: Reading, ctes: ReadonlySet<string>): void {
  const from = listIn(isTree(select.from) ? select.from : {}, "expressions");
  const joined = listIn(select, "joins").filter(isTree);
  const tables = [...from, ...joined.map((join) => join.this)].flatMap((item) => {
    const table = isTree(item) && isTree(item.table) ? item.table : undefined;
    if (
      table === undefined ||
      (!isTree(table.schema) && ctes.has(nameOf(table.name).toLowerCase()))
    )
      return [];
    return [[table.catalog, table.schema, table.name].map(nameOf).join(".").toLowerCase()];
  });
  if (new Set(tables).size === tables.length) return;
  const isNatural = joined.some((join) => /natural/i.test(String(join.kind)));
  const hasUsing = joined.some((join) => listIn(join, "using").length > 0);
  if (
    isNatural ||
    hasUsing ||
    holdsColumn(
      [select.where_clause, select.joins, select.qualify, select.connect].map(onlyConditions),
    )
  )
    return;
  refuse(reading, "resource", "a table is joined to itself without a condition: join on something");
}

/** Of joins only what they are joined on. */
function onlyConditions(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((join) => (isTree(join) ? [join.on, join.match_condition] : join))
    : value;
}

function holdsColumn(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsColumn);
  if (!isTree(value)) return false;
  return isTree(value.column) || Object.values(value).some(holdsColumn);
}

function mentions(value: unknown, table: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, table));
  if (!isTree(value)) return false;
  if (isTree(value.table) && nameOf(value.table.name).toLowerCase() === table) return true;
  return Object.values(value).some((inner) => mentions(inner, table));
}

function largestNumber(value: unknown): number {
  if (Array.isArray(value)) return Math.max(0, ...value.map(largestNumber));
  if (!isTree(value)) return 0;
  const { literal } = value;
  if (isTree(literal) && literal.literal_type === "number") return Number(literal.value);
  return Math.max(0, ...Object.values(value).map(largestNumber));
}
