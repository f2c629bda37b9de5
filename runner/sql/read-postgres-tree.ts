import { catalogTables } from "./catalog-tables.ts";
import { doubtOf } from "./doubt-of.ts";
import { judgeRowCall } from "./judge-row-call.ts";
import { partsOf } from "./postgres-sizes.ts";
import { postgresCatalogTables, postgresMembers, postgresNodes } from "./postgres-vocabulary.ts";
import { readCall, readOperator, readType } from "./read-postgres-call.ts";
import { judgeFrom, judgeRecursion, rowsOfQuery } from "./read-postgres-from.ts";
import type { Reading, WholeRow } from "./reading.ts";
import type { RefusalCode } from "./refusal.ts";
import { doubt, refuse } from "./refuse.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTooDeep, isTree, listIn, type Tree, textIn, treesIn } from "./tree.ts";

/** What surrounds a node of the tree. */
interface Scope {
  reading: Reading;
  /** Common table expressions that can be seen here. */
  ctes: ReadonlySet<string>;
  /** Of those, rows that generators make in them. */
  made: ReadonlyMap<string, number>;
  /** Tables of the nearest FROM. */
  from: readonly NamedRelation[];
}

/**
 * Reads the body of a SelectStmt as Postgres's own parser wrote it down. Every kind of node and every
 * member has to be known: what is new is refused.
 */
export function readPostgresSelect(select: Tree, reading: Reading): void {
  if (isTooDeep(select)) {
    refuse(reading, "too-deep", "the statement is nested too deeply: ask in smaller steps");
    return;
  }
  visitSelect(select, { reading, ctes: new Set(), made: new Map(), from: [] });
}

function visit(value: unknown, scope: Scope): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, scope);
    return;
  }
  if (!isTree(value)) return;
  for (const [member, inner] of Object.entries(value)) visitMember(member, inner, scope);
}

/** Members that begin with a capital name the kind of a node; the others are its parts. */
function visitMember(member: string, value: unknown, scope: Scope): void {
  const isKind = /^[A-Z]/.test(member);
  if (!(isKind ? postgresNodes : postgresMembers).has(member)) {
    refuse(scope.reading, codeOf(member), refusalOf(member));
    return;
  }
  const handle = handlers.get(member);
  if (handle === undefined || !isTree(value)) visit(value, scope);
  else handle(value, scope);
}

function visitParts(node: Tree, scope: Scope, except: readonly string[]): void {
  for (const [member, value] of Object.entries(node)) {
    if (!except.includes(member)) visitMember(member, value, scope);
  }
}

function refusalOf(member: string): string {
  if (member === "intoClause") return "SELECT … INTO makes a table: leave INTO out";
  if (member === "lockingClause") return "FOR UPDATE and FOR SHARE lock rows: leave them out";
  if (/^(Insert|Update|Delete|Merge)Stmt$/.test(member)) return "only reading is allowed";
  return `this form of query is not allowed (${member}): write it as a plain SELECT`;
}

function codeOf(member: string): RefusalCode {
  return /^(intoClause|(Insert|Update|Delete|Merge)Stmt)$/.test(member)
    ? "not-a-read"
    : "construct";
}

const handlers: ReadonlyMap<string, (node: Tree, scope: Scope) => void> = new Map(
  Object.entries({
    SelectStmt: visitSelect,
    // In UNION and its like the two sides stand bare; in a join they are nodes.
    larg: (node, scope) => (isBareSelect(node) ? visitSelect(node, scope) : visit(node, scope)),
    rarg: (node, scope) => (isBareSelect(node) ? visitSelect(node, scope) : visit(node, scope)),
    RangeVar: visitTable,
    JoinExpr(node, scope) {
      if (node.isNatural === true) seeWholeRow(scope, { how: "NATURAL JOIN" });
      if (isTree(node.alias)) seeWholeRow(scope, { how: "(… JOIN …) AS …" });
      for (const column of partsOf(node.usingClause)) scope.reading.columns.push([column]);
      visit(node, scope);
    },
    RangeTableSample(node, scope) {
      const method = partsOf(node.method).join(".");
      if (!["bernoulli", "system"].includes(method)) {
        refuse(scope.reading, "construct", "of TABLESAMPLE only bernoulli and system are allowed");
      }
      visit(node, scope);
    },
    ColumnRef: visitColumn,
    ParamRef(_node, scope) {
      scope.reading.hasParameters = true;
    },
    A_Indirection(node, scope) {
      judgeRowNotation(node, scope);
      for (const field of partsOf(node.indirection)) {
        if (field !== "") scope.reading.columns.push([field]);
      }
      visit(node, scope);
    },
    FuncCall(node, scope) {
      readCall(node, scope.reading);
      judgeRowCall(node, scope.from, scope.reading);
      visit(node, scope);
    },
    A_Expr(node, scope) {
      readOperator(node.name, scope.reading, node);
      visit(node, scope);
    },
    SubLink(node, scope) {
      if (node.operName !== undefined) readOperator(node.operName, scope.reading);
      visit(node, scope);
    },
    typeName(node, scope) {
      readType(node, scope.reading);
      visit(node, scope);
    },
    // Data, whatever its members are called.
    A_Const: () => undefined,
    Integer: () => undefined,
  }),
);

function isBareSelect(node: Tree): boolean {
  return "op" in node && "limitOption" in node;
}

function visitSelect(node: Tree, outer: Scope): void {
  const scope = withCtes(node, outer);
  const from = treesIn(node, "fromClause").flatMap((item) => tablesIn(item, scope.ctes));
  visitParts(node, { ...scope, from }, ["withClause"]);
  judgeFrom(node, scope.made, from, scope.reading);
}

/** After WITH RECURSIVE all see each other; else each sees those before it. */
function withCtes(node: Tree, scope: Scope): Scope {
  const clause = isTree(node.withClause) ? node.withClause : {};
  const entries = treesIn(clause, "ctes")
    .map((entry) => entry.CommonTableExpr)
    .filter(isTree);
  const names = entries.map((entry) => textIn(entry, "ctename"));
  if (clause.recursive === true) {
    const all = { ...scope, ctes: new Set([...scope.ctes, ...names]) };
    for (const entry of entries) {
      judgeRecursion(entry, scope.reading);
      visit(entry, all);
    }
    return all;
  }
  let seen = scope;
  for (const entry of entries) {
    visit(entry, seen);
    const name = textIn(entry, "ctename");
    const rows = isTree(entry.ctequery) ? rowsOfQuery(entry.ctequery, seen.made) : 1;
    seen = {
      ...seen,
      ctes: new Set([...seen.ctes, name]),
      made: new Map([...seen.made, [name, rows]]),
    };
  }
  return seen;
}

/** Tables that stand directly in a FROM, joined or not. */
function tablesIn(item: unknown, ctes: ReadonlySet<string>): NamedRelation[] {
  if (!isTree(item)) return [];
  if (isTree(item.RangeVar)) return isCte(item.RangeVar, ctes) ? [] : [relationOf(item.RangeVar)];
  if (isTree(item.JoinExpr)) {
    const { larg, rarg } = item.JoinExpr;
    return [...tablesIn(larg, ctes), ...tablesIn(rarg, ctes)];
  }
  if (isTree(item.RangeTableSample)) return tablesIn(item.RangeTableSample.relation, ctes);
  return [];
}

function isCte(table: Tree, ctes: ReadonlySet<string>): boolean {
  return textIn(table, "schemaname") === "" && ctes.has(textIn(table, "relname"));
}

function relationOf(table: Tree): NamedRelation {
  const name = textIn(table, "relname");
  // Postgres looks into pg_catalog first, and all names there begin like this.
  const schema = textIn(table, "schemaname") || (name.startsWith("pg_") ? "pg_catalog" : "");
  const database = textIn(table, "catalogname");
  return {
    ...(database ? { database } : {}),
    ...(schema ? { schema } : {}),
    name,
    alias: (isTree(table.alias) ? textIn(table.alias, "aliasname") : "") || name,
  };
}

function visitTable(node: Tree, scope: Scope): void {
  visit(node, scope);
  if (isCte(node, scope.ctes)) return;

  const relation = relationOf(node);
  const { schema, name } = relation;
  const isSystem =
    (schema === "information_schema" && !catalogTables.has(name)) ||
    (schema === "pg_catalog" && !postgresCatalogTables.has(name)) ||
    (schema !== undefined && /^pg_(?!catalog$)/.test(schema));
  if (isSystem) {
    refuse(
      scope.reading,
      "relation",
      `\`${schema}.${name}\` belongs to the engine: read information_schema.tables and information_schema.columns instead`,
    );
    return;
  }
  scope.reading.relations.push(relation);
  const reason = doubtOf(relation, "postgres");
  if (reason !== undefined) doubt(scope.reading, reason);
  if (isTree(node.alias) && listIn(node.alias, "colnames").length > 0) {
    seeWholeRow(scope, { how: `${relation.alias}(…)` });
  }
}

/** No column of that name: then Postgres calls the function of that name with the row. */
const soundsLikeRowFunction =
  /(?<!^(is|has|first|last|current|num|n|max|min).*)_(row|rec|record|func|fn)$/i;

/** `(c).name` is how a function of a row is called; a column is written c.name. */
function judgeRowNotation({ arg, indirection }: Tree, { from, reading }: Scope): void {
  const column = isTree(arg) && isTree(arg.ColumnRef) ? partsOf(arg.ColumnRef.fields) : [];
  const field = partsOf(indirection)[0];
  if (column.length !== 1 || !field || !from.some(({ alias }) => alias === column[0])) return;
  doubt(
    reading,
    `\`(${column[0]}).${field}\` may be a function of the row: write ${column[0]}.${field}`,
  );
}

function visitColumn(node: Tree, scope: Scope): void {
  const fields = treesIn(node, "fields");
  if (!fields.some((field) => "A_Star" in field)) {
    const parts = partsOf(fields);
    scope.reading.columns.push(parts);
    const last = parts.at(-1) ?? "";
    const isOfTable = scope.from.some(({ alias }) => alias === parts.at(-2));
    if (isOfTable && soundsLikeRowFunction.test(last)) {
      doubt(scope.reading, `\`${parts.join(".")}\` may be a function of the row, not a column`);
    }
    return;
  }
  const qualifier = partsOf(fields.slice(0, -1)).at(-1);
  if (qualifier === undefined) seeWholeRow(scope, { how: "*" });
  else seeWholeRow(scope, { how: `${qualifier}.*`, qualifier });
}

function seeWholeRow(
  { reading, from }: Scope,
  row: Pick<WholeRow, "how"> & Partial<WholeRow>,
): void {
  reading.wholeRows.push({ from, except: [], ...row });
}
