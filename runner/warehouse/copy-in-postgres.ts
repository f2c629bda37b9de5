import type { CopyRequest, Relation } from "../ports/warehouse.ts";
import { quote } from "../profile/quote.ts";
import { sampleClause } from "../profile/sample-clause.ts";
import { copyName } from "./copy-name.ts";
import type { PostgresEngine } from "./create-postgres-engine.ts";
import { judgePostgresCatalogue } from "./judge-postgres-catalogue.ts";

type Copied =
  | { kind: "copied"; name: string; rows: number; drop(): Promise<void> }
  | { kind: "refused" | "failed"; reason: string };

const dropWithinMs = 10_000;

/**
 * Copies a relation into a temporary table of the connection. It is made empty first, which runs nothing of
 * the relation, and filled read-only: a function in a view that would write is refused as everywhere.
 */
export async function copyInPostgres(
  engine: PostgresEngine,
  relation: Relation,
  { columns, sample, maxRows, timeoutMs, tag = "buster copy", signal }: CopyRequest,
): Promise<Copied> {
  const { schema, name: of } = relation;
  const name = copyName();
  const into = `pg_temp.${quote.name(name)}`;
  const select = `select ${columns?.map(quote.name).join(", ") ?? "*"} from ${quote.relation({ ...(schema === undefined ? {} : { schema }), name: of })}`;
  const limits = { tag, signal, names: schema === undefined ? "role" : "built-in" } as const;

  const made = await engine.inTransaction(
    { ...limits, timeoutMs, temporary: "create" },
    (session) => session.ask(`create temporary table ${into} as ${select} with no data`),
  );
  if (made.kind === "failed") return made;

  const drop = async () => {
    // With the connection the copy is gone too.
    if (engine.pid() === undefined) return;
    await engine.inTransaction(
      { tag, names: "built-in", timeoutMs: dropWithinMs, temporary: "create" },
      (session) => session.ask(`drop table if exists ${into}`),
    );
  };
  const filled = await engine.inTransaction(
    { ...limits, timeoutMs, temporary: "fill" },
    async (session) => {
      const reads = { kind: "allow", statement: "select", hasParameters: false } as const;
      const relations = [{ ...relation, alias: of }];
      const verdict = { ...reads, relations, functions: [], operators: [], columns: [] };
      const reason = await judgePostgresCatalogue(session, verdict);
      if (reason !== undefined) return { kind: "refused" as const, reason };
      const clauses = [
        ...(sample === undefined ? [] : [sampleClause("postgres", sample)]),
        ...(maxRows === undefined ? [] : [`limit ${maxRows + 1}`]),
      ];
      const { count } = await session.ask(`insert into ${into} ${[select, ...clauses].join(" ")}`);
      return { kind: "filled" as const, rows: count };
    },
  );
  if (filled.kind === "done" && filled.value.kind === "filled") {
    const { rows } = filled.value;
    if (maxRows === undefined || rows <= maxRows) return { kind: "copied", name, rows, drop };
    await drop();
    return { kind: "refused", reason: `it has more than ${maxRows} rows` };
  }
  await drop();
  if (filled.kind === "failed") return filled;
  return filled.value.kind === "refused"
    ? filled.value
    : { kind: "failed", reason: "the database gave no copy" };
}
