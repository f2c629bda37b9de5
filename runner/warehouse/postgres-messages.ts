import type { Cell, QueryResult, Warehouse } from "../ports.ts";

type Told = Awaited<ReturnType<Warehouse["query"]>>;

/** What a server says of itself; clients look at it before they ask. */
const parameters = {
  server_version: "15.0",
  server_encoding: "UTF8",
  client_encoding: "UTF8",
  DateStyle: "ISO, MDY",
  TimeZone: "UTC",
  integer_datetimes: "on",
  standard_conforming_strings: "on",
};

/** Numbers by which clients know types; whatever is not here is told as text. */
const typeIds: Readonly<Record<string, number>> = {
  boolean: 16,
  name: 19,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  oid: 26,
  json: 114,
  real: 700,
  "double precision": 701,
  "character varying": 1043,
  date: 1082,
  "timestamp without time zone": 1114,
  "timestamp with time zone": 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
};
const unknownType = 25;

/** Nobody is asked for a password: to have the socket is to be allowed. */
export function greeting(): Buffer {
  return Buffer.concat([
    message("R", int32(0)),
    ...Object.entries(parameters).map(([name, value]) => message("S", text(name), text(value))),
    message("K", int32(1), int32(1)),
  ]);
}

/** The server waits for the next statement, in a transaction or not. */
export function ready(isInTransaction: boolean): Buffer {
  return message("Z", Buffer.from(isInTransaction ? "T" : "I"));
}

export function complete(tag: string): Buffer {
  return message("C", text(tag));
}

export function failure(code: string, reason: string): Buffer {
  const field = (kind: string, value: string) => Buffer.concat([Buffer.from(kind), text(value)]);
  return message("E", field("S", "ERROR"), field("C", code), field("M", reason), Buffer.alloc(1));
}

/** A warehouse's answer. Half an answer is none: a client could not see that the rest is missing. */
export function answerRows(told: Told): Buffer {
  if (told.kind === "refused") return failure("42501", `refused: ${told.reason}`);
  if (told.kind === "failed") return failure("XX000", told.reason);
  const { columns, rows, truncated } = told.result;
  if (truncated) {
    return failure("54000", `the answer is larger than this agent may read; ask for fewer rows`);
  }
  return Buffer.concat([describe(columns), ...rows.map(row), complete(`SELECT ${rows.length}`)]);
}

function describe(columns: QueryResult["columns"]): Buffer {
  const fields = columns.map(({ name, type }) => {
    const id = typeIds[type.replace(/\(.*\)/, "")] ?? unknownType;
    return Buffer.concat([
      text(name),
      int32(0),
      int16(0),
      int32(id),
      int16(-1),
      int32(-1),
      int16(0),
    ]);
  });
  return message("T", int16(columns.length), ...fields);
}

function row(cells: readonly Cell[]): Buffer {
  return message("D", int16(cells.length), ...cells.map(cell));
}

function cell(value: Cell): Buffer {
  if (value === null) return int32(-1);
  const bytes = Buffer.from(typeof value === "boolean" ? (value ? "t" : "f") : String(value));
  return Buffer.concat([int32(bytes.length), bytes]);
}

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

/** Ended by a NUL, which none holds. */
function text(value: string): Buffer {
  return Buffer.from(`${value.replaceAll("\0", "")}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
