import type { Cell, Clock, Warehouse } from "../../ports.ts";
import { type PassLimits, usualLimits } from "../../profile/choose-passes.ts";
import type { Dialect } from "../../profile/dialect.ts";
import type { SqlAccess } from "../../sql/sql-access.ts";

/** A warehouse, whichever SQL it reads. */
export type ProfiledWarehouse = Omit<Warehouse, "dialect"> & { readonly dialect: Dialect };

/** What measuring needs of the world. */
export interface ProfileWorld {
  warehouse: ProfiledWarehouse;
  clock: Clock;
  signal: AbortSignal;
  /** What the warehouse's list of activity shows. */
  tag: string;
  /** Of one statement, in milliseconds; left out: a minute. */
  timeoutMs?: number;
  /** What an agent's `restrictions.sql` says. Columns that it denies must not be asked for. */
  access?: SqlAccess;
  limits?: Partial<PassLimits>;
}

export type Told =
  | { kind: "rows"; rows: readonly (readonly Cell[])[] }
  | { kind: "refused" | "failed"; reason: string; isOverdue: boolean };

/** Asks one relation, or a copy of it. */
export interface Asker {
  /** As it stands in FROM. */
  readonly from: string;
  ask(sql: string): Promise<Told>;
}

/** Enough for every answer that is planned here: sketches are its longest part. */
const answerLimits = { maxRows: 50_000, maxBytes: 16 * 1024 * 1024 };
const usualTimeoutMs = 60_000;

export function timeoutOf({ timeoutMs = usualTimeoutMs }: ProfileWorld): number {
  return timeoutMs;
}

export function limitsOf({ limits }: ProfileWorld): PassLimits {
  return { ...usualLimits, ...limits };
}

/** `isOurs`: a copy that we made of what the agent may read; the gate would not know its name. */
export function createAsker(world: ProfileWorld, from: string, isOurs: boolean): Asker {
  const { warehouse, tag, signal, access } = world;
  const timeoutMs = timeoutOf(world);
  return {
    from,
    async ask(sql) {
      const rights = access === undefined || isOurs ? {} : { access };
      const limits = { ...answerLimits, ...rights, timeoutMs, tag, signal, isSmall: true };
      const answer = await warehouse.query(sql, limits);
      if (answer.kind === "rows") return { kind: "rows", rows: answer.result.rows };
      const reason = withoutValues(answer.reason);
      return { kind: answer.kind, reason, isOverdue: /was stopped after/.test(reason) };
    },
  };
}

/** An engine's error may quote what it choked on: reasons end up in notes, where no value belongs. */
export function withoutValues(reason: string): string {
  return (
    reason
      .split("\n")[0]
      ?.replace(/'[^']*(?:'|$)/g, "'…'")
      .replace(/: "[^"]*(?:"|$)/g, ': "…"') ?? ""
  );
}
