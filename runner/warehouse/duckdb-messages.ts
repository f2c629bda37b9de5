import { z } from "zod";

/** What the DuckDB process is asked, one at a time. The text of `run` has passed the gate. */
export type DuckDbRequest =
  | { kind: "open"; path: string; threads: number }
  /** Only a parser, no database. */
  | { kind: "open-parser" }
  | { kind: "parse"; sql: string }
  | { kind: "run"; sql: string; maxRows: number; maxBytes: number }
  | { kind: "columns"; schema: string; name: string }
  | { kind: "estimate"; schema: string; name: string }
  | ({ kind: "copy" } & DuckDbCopy)
  | { kind: "drop"; copy: string }
  /** Ends what is going on; that answers `failed`. Has no answer of its own. */
  | { kind: "interrupt" };

/** A temporary table to make of a relation; its text is put together in the process. */
export interface DuckDbCopy {
  /** Name of the temporary table. */
  copy: string;
  schema: string;
  name: string;
  columns?: readonly string[] | undefined;
  sample?: { rows: number; of: number; seed: number } | undefined;
  maxRows?: number | undefined;
}

const Columns = z.array(z.object({ name: z.string(), type: z.string() }));

/** The process reads hostile text in native code: what it answers is checked like a stranger's. */
export const DuckDbAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("opened"), database: z.string() }),
  z.object({ kind: z.literal("parsed"), serialized: z.string() }),
  z.object({
    kind: z.literal("rows"),
    columns: Columns,
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    truncated: z.boolean(),
  }),
  z.object({ kind: z.literal("columns"), columns: Columns }),
  z.object({
    kind: z.literal("estimate"),
    /** Null: there is no such relation. */
    found: z
      .object({
        kind: z.enum(["table", "view"]),
        rows: z.number().nullable(),
        bytes: z.number().nullable(),
      })
      .nullable(),
  }),
  z.object({ kind: z.literal("copied"), rows: z.number() }),
  z.object({ kind: z.literal("dropped") }),
  z.object({ kind: z.literal("failed"), text: z.string() }),
]);
export type DuckDbAnswer = z.infer<typeof DuckDbAnswer>;
