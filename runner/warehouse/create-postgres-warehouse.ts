import { type ColumnInfo, type Relation, type Warehouse, WorldFailure } from "../ports.ts";
import { type JudgePostgres, loadPostgresGate } from "../sql/judge-postgres.ts";
import { judgeText } from "../sql/judge-text.ts";
import { postgresExtensionFunctions } from "../sql/postgres-functions.ts";
import { unrestricted } from "../sql/sql-access.ts";
import type { SqlVerdict } from "../sql/sql-verdict.ts";
import { unboundParameter } from "../sql/unbound-parameter.ts";
import { copyInPostgres } from "./copy-in-postgres.ts";
import type { PostgresEngine, TransactionLimits } from "./create-postgres-engine.ts";
import { estimateInPostgres } from "./estimate-in-postgres.ts";
import { inOrder } from "./in-order.ts";
import { judgePostgresCatalogue } from "./judge-postgres-catalogue.ts";
import { judgeScan } from "./judge-scan.ts";
import { readPostgresRows } from "./read-postgres-rows.ts";

/** Longest time to read columns from the catalogue, in milliseconds. */
const catalogueWithinMs = 10_000;

const columnsOf = `
  select attname, format_type(atttypid, atttypmod),
    case typtype when 'e' then 'enum' when 'd' then format_type(typbasetype, typtypmod) end
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = relnamespace
    join pg_type t on t.oid = atttypid
  where relname = $1 and (nspname = $2 or ($2 = '' and pg_table_is_visible(c.oid)))
    and relkind in ('r', 'v', 'm', 'f', 'p') and attnum > 0 and not attisdropped
  order by attnum`;

/** Postgres behind the gate and a look into its catalogue. Closes its engine. */
export function createPostgresWarehouse(engine: PostgresEngine): Warehouse {
  const next = inOrder();
  let gate: Promise<JudgePostgres> | undefined;
  /** Our temporary tables: they are found without the role's schemas. */
  const copies = new Set<string>();

  const query: Warehouse["query"] = async (sql, limits) => {
    const { maxRows, maxBytes, signal, access, isSmall = false, maxBytesScanned } = limits;
    const unreadable = judgeText(sql);
    if (unreadable !== undefined) return { kind: "refused", reason: unreadable };
    if (signal?.aborted) return { kind: "failed", reason: "the run was stopped" };

    gate ??= loadPostgresGate();
    const judge = await gate;
    const verdict = judge(sql, access ?? unrestricted, await engine.database());
    if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
    if (verdict.hasParameters) return { kind: "refused", reason: unboundParameter };

    const transaction = { ...limits, names: namesFor(verdict, copies) };
    const told = await engine.inTransaction(transaction, async (session) => {
      const reason =
        (await judgePostgresCatalogue(session, verdict)) ??
        (await judgeScan(verdict.relations, maxBytesScanned, (relation) =>
          estimateInPostgres(session, relation),
        ));
      if (reason !== undefined) return { kind: "refused" as const, reason };
      const { statement } = verdict;
      const result = await readPostgresRows(session, sql, {
        ...{ statement, maxRows, maxBytes, isSmall },
      });
      return { kind: "rows" as const, result };
    });
    return told.kind === "done" ? told.value : told;
  };

  const columns = async ({ database, schema, name }: Relation) => {
    if (database !== undefined && database !== (await engine.database())) return undefined;
    const limits = { timeoutMs: catalogueWithinMs, tag: "buster columns", names: "role" } as const;
    const told = await engine.inTransaction(limits, (session) =>
      session.ask(columnsOf, [name, schema ?? ""]),
    );
    if (told.kind === "failed") throw unreadable("columns", name, told.reason);
    const found = told.value.rows.map(
      ([column, type, measuredAs]): ColumnInfo => ({
        name: column ?? "",
        type: type ?? "",
        ...(measuredAs ? { measuredAs } : {}),
      }),
    );
    return found.length === 0 ? undefined : found;
  };

  const estimate: Warehouse["estimate"] = async (relation) => {
    const { database, name } = relation;
    if (database !== undefined && database !== (await engine.database())) return undefined;
    const limits = { timeoutMs: catalogueWithinMs, tag: "buster estimate", names: "role" } as const;
    const told = await engine.inTransaction(limits, (session) =>
      estimateInPostgres(session, relation),
    );
    if (told.kind === "failed") throw unreadable("size", name, told.reason);
    return told.value;
  };

  const copy: Warehouse["copy"] = async (relation, request) => {
    const { database } = relation;
    if (database !== undefined && database !== (await engine.database())) {
      return { kind: "refused", reason: "it is in another database" };
    }
    if (request.signal?.aborted) return { kind: "failed", reason: "the run was stopped" };
    const told = await copyInPostgres(engine, relation, request);
    if (told.kind !== "copied") return told;
    const { name, rows } = told;
    copies.add(name);
    const drop = async () => {
      copies.delete(name);
      await next(told.drop);
    };
    return { kind: "copied", relation: { name }, rows, drop };
  };

  return {
    dialect: "postgres",
    query: (sql, limits) => next(() => query(sql, limits)),
    columns: (relation) => next(() => columns(relation)),
    estimate: (relation) => next(() => estimate(relation)),
    copy: (relation, request) => next(() => copy(relation, request)),
    close: () => engine.close(),
  };
}

/** With every table qualified, built-ins are all that a name can mean; else the role's schemas count. */
function namesFor(
  { relations, functions }: SqlVerdict & { kind: "allow" },
  copies: ReadonlySet<string>,
): TransactionLimits["names"] {
  const needsExtension = functions.some((name) => postgresExtensionFunctions.has(name));
  const isQualified = relations.every(
    ({ schema, name }) => schema !== undefined || copies.has(name),
  );
  return isQualified && !needsExtension ? "built-in" : "role";
}

function unreadable(what: string, name: string, reason: string): WorldFailure {
  return new WorldFailure("warehouse-unavailable", `reading the ${what} of ${name}: ${reason}`);
}
