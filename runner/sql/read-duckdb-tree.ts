import { doubtOf } from "./doubt-of.ts";
import { duckDbFunctions } from "./duckdb-functions.ts";
import { duckDbMembers, duckDbNodes } from "./duckdb-vocabulary.ts";
import { judgeCallSize, judgeFrom, judgeRecursion, rowsOfQuery } from "./read-duckdb-from.ts";
import {
  readHistogram,
  readTableFunction,
  refuseRelation,
  relationOf,
} from "./read-duckdb-relation.ts";
import { newReading, type Reading, type WholeRow } from "./reading.ts";
import { doubt, refuse } from "./refuse.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTooDeep, isTree, type Tree, textIn, textsIn, treesIn } from "./tree.ts";

/** What surrounds a node of the tree. */
interface Scope {
  reading: Reading;
  /** Common table expressions that can be seen here, lower case. */
  ctes: ReadonlySet<string>;
  /** Of those, rows that generators make in them. */
  made: ReadonlyMap<string, number>;
  /** Tables of the nearest FROM. */
  from: readonly NamedRelation[];
  /** In DESCRIBE: names and types are shown, no values. */
  namesOnly: boolean;
}

/**
 * Reads a SELECT as DuckDB's own parser wrote it down (one element of `statements` of
 * `json_serialize_sql`). Every node and member has to be known: what is new is refused.
 */
export function readDuckDbTree(statement: unknown): Reading {
  const reading = newReading();
  if (isTooDeep(statement)) {
    refuse(reading, "too-deep", "the statement is nested too deeply: ask in smaller steps");
    return reading;
  }
  visit(statement, { reading, ctes: new Set(), made: new Map(), from: [], namesOnly: false });
  return reading;
}

function visit(value: unknown, scope: Scope): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, scope);
    return;
  }
  if (!isTree(value)) return;

  const { type } = value;
  if (typeof type === "string") {
    if (!duckDbNodes.has(type)) {
      refuse(scope.reading, "construct", refusalOf(type));
      return;
    }
    const handle = type.startsWith("WINDOW_") ? visitFunction : handlers.get(type);
    if (handle !== undefined) {
      handle(value, scope);
      return;
    }
  }
  visitMembers(value, scope);
}

function visitMembers(node: Tree, scope: Scope, except: readonly string[] = []): void {
  for (const [member, value] of Object.entries(node)) {
    if (except.includes(member)) continue;
    if (!duckDbMembers.has(member)) {
      refuse(
        scope.reading,
        "construct",
        `this form of query is not known here (${member}): write it more simply`,
      );
      return;
    }
    visit(value, scope);
  }
}

function refusalOf(type: string): string {
  return `this form of query is not allowed (${type.toLowerCase()}): write it as a plain SELECT`;
}

const handlers: ReadonlyMap<string, (node: Tree, scope: Scope) => void> = new Map(
  Object.entries({
    SELECT_NODE: visitSelect,
    SET_OPERATION_NODE: (node, scope) => visitMembers(node, withCtes(node, scope), ["cte_map"]),
    RECURSIVE_CTE_NODE(node, scope) {
      const inside = withCtes(node, scope);
      const name = textIn(node, "cte_name").toLowerCase();
      judgeRecursion(node, scope.reading);
      visitMembers(node, inside, ["cte_map", "right"]);
      // Only the second half sees the rows so far; in the first half the name is a table's.
      visit(node.right, { ...inside, ctes: new Set([...inside.ctes, name]) });
    },
    BASE_TABLE: visitTable,
    TABLE_FUNCTION(node, scope) {
      const call = isTree(node.function) ? node.function : {};
      if (textIn(call, "type") !== "FUNCTION" || isQualified(call)) {
        refuse(scope.reading, "function", "FROM may hold tables and plain functions only");
        return;
      }
      if (readHistogram(call, scope.reading)) return;
      readTableFunction(textIn(call, "function_name").toLowerCase(), scope.reading);
      judgeCallSize(call, scope.reading);
      visitMembers(call, scope);
      visitMembers(node, scope, ["function"]);
    },
    JOIN(node, scope) {
      if (textIn(node, "ref_type") === "NATURAL") seeWholeRow(scope, { how: "NATURAL JOIN" });
      for (const column of textsIn(node, "using_columns")) scope.reading.columns.push([column]);
      visitMembers(node, scope);
    },
    PIVOT(node, scope) {
      seeWholeRow(scope, { how: "PIVOT" });
      visitMembers(node, scope);
    },
    SHOW_REF: visitShow,
    COLUMN_REF: (node, { reading }) => void reading.columns.push(textsIn(node, "column_names")),
    POSITIONAL_REFERENCE: (node, scope) => seeWholeRow(scope, { how: `#${node.index}` }),
    STAR: visitStar,
    FUNCTION: visitFunction,
    VALUE_PARAMETER(_node, scope) {
      scope.reading.hasParameters = true;
    },
    // Data, whatever its members are called.
    VALUE_CONSTANT: () => undefined,
  }),
);

function visitSelect(node: Tree, outer: Scope): void {
  const scope = withCtes(node, outer);
  const inside = { ...scope, from: tablesIn(node.from_table, scope.ctes) };
  visitMembers(node, inside, ["cte_map"]);
  judgeFrom(node, inside.made, inside.from, scope.reading);
}

/** Reads the common table expressions in order: each sees those before it. */
function withCtes(node: Tree, scope: Scope): Scope {
  const map = isTree(node.cte_map) ? node.cte_map : {};
  let seen = scope;
  for (const entry of treesIn(map, "map")) {
    visitMembers(entry, seen, ["key"]);
    const name = textIn(entry, "key").toLowerCase();
    const query = isTree(entry.value) ? entry.value.query : undefined;
    seen = {
      ...seen,
      ctes: new Set([...seen.ctes, name]),
      made: new Map([...seen.made, [name, rowsOfQuery(query, seen.made)]]),
    };
  }
  return seen;
}

/** Tables that stand directly in a FROM, joined or not. */
function tablesIn(from: unknown, ctes: ReadonlySet<string>): NamedRelation[] {
  if (!isTree(from)) return [];
  switch (from.type) {
    case "BASE_TABLE":
      return isCte(from, ctes) ? [] : [relationOf(from)];
    case "JOIN":
      return [...tablesIn(from.left, ctes), ...tablesIn(from.right, ctes)];
    case "PIVOT":
      return tablesIn(from.source, ctes);
    default:
      return [];
  }
}

function isCte(node: Tree, ctes: ReadonlySet<string>): boolean {
  const isPlain = textIn(node, "schema_name") === "" && textIn(node, "catalog_name") === "";
  return isPlain && ctes.has(textIn(node, "table_name").toLowerCase());
}

function visitTable(node: Tree, scope: Scope): void {
  visitMembers(node, scope);
  if (isCte(node, scope.ctes)) return;

  const relation = relationOf(node);
  const reason = refuseRelation(relation);
  if (reason !== undefined) {
    refuse(scope.reading, "relation", reason);
    return;
  }
  scope.reading.relations.push(relation);
  const unsure = doubtOf(relation, "duckdb");
  if (unsure !== undefined) doubt(scope.reading, unsure);
  if (textsIn(node, "column_name_alias").length > 0) {
    seeWholeRow(scope, { how: `${relation.alias}(…)` });
  }
}

function visitShow(node: Tree, scope: Scope): void {
  const kind = textIn(node, "show_type");
  if (isTree(node.query) && (kind === "DESCRIBE" || kind === "SUMMARY")) {
    visitMembers(node, { ...scope, namesOnly: kind === "DESCRIBE" });
    return;
  }
  const isTableList = ['"tables"', "__show_tables_expanded"].includes(textIn(node, "table_name"));
  if (kind !== "SHOW_UNQUALIFIED" || !isTableList) {
    refuse(
      scope.reading,
      "construct",
      "of SHOW only SHOW TABLES, SHOW ALL TABLES and DESCRIBE are allowed",
    );
    return;
  }
  scope.reading.relations.push({ schema: "information_schema", name: "tables", alias: "tables" });
}

function visitStar(node: Tree, scope: Scope): void {
  const qualifier = textIn(node, "relation_name");
  const except = [
    ...textsIn(node, "exclude_list"),
    ...treesIn(node, "qualified_exclude_list").map((item) => textIn(item, "column")),
  ];
  seeWholeRow(scope, {
    how: qualifier === "" ? "*" : `${qualifier}.*`,
    ...(qualifier === "" ? {} : { qualifier }),
    except: except.map((column) => column.toLowerCase()),
  });
  visitMembers(node, scope);
}

function seeWholeRow(
  { reading, from, namesOnly }: Scope,
  row: Pick<WholeRow, "how"> & Partial<WholeRow>,
): void {
  if (!namesOnly) reading.wholeRows.push({ from, except: [], ...row });
}

function visitFunction(node: Tree, scope: Scope): void {
  const name = textIn(node, "function_name").toLowerCase();
  const schema = textIn(node, "schema");
  if (isQualified(node)) {
    refuse(
      scope.reading,
      "function",
      `\`${schema}.${name}()\` is not allowed: write ${name}(${schema})`,
    );
    return;
  }
  // `main.upper()` is also how DuckDB writes upper(main).
  if (schema !== "") scope.reading.columns.push([schema]);
  if (!duckDbFunctions.has(name)) {
    refuse(
      scope.reading,
      "function",
      `function \`${name}\` is not allowed: only functions that compute from values are`,
    );
  }
  scope.reading.functions.add(name);
  judgeCallSize(node, scope.reading);
  visitMembers(node, scope);
}

/** DuckDB itself puts `main` before the functions into which it turns other syntax. */
function isQualified(call: Tree): boolean {
  const schema = textIn(call, "schema");
  return textIn(call, "catalog") !== "" || (schema !== "" && schema !== "main");
}
