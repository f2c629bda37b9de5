import { isOpen } from "./has-open-ends.ts";
import { mark, markShare } from "./mark.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";

export interface Warning {
  kind: "empty" | "untrimmed" | "future" | "negative" | "zeros" | "nan" | "infinite" | "open";
  text: string;
}

/** What may mislead in the values of a column, each a sentence without a subject. */
export function watchFor({ book, columns }: Material, name: string): Warning[] {
  const { rows } = book;
  if (rows === undefined || rows.value === 0) return [];
  const profile = columns.find((column) => column.name === name)?.profile;
  const some = (metric: Parameters<typeof book.number>[1]) => {
    const found = book.number(name, metric);
    return found === undefined || found.value === 0 ? undefined : found;
  };
  const nulls = some("null_count");
  const said: Warning[] = [];
  const push = (kind: Warning["kind"], text: string) => said.push({ kind, text });

  const empty = some("empty_count");
  if (empty !== undefined) {
    const besides = nulls === undefined ? "" : ", besides nulls: treat both as missing";
    push("empty", `empty text in ${markShare(empty, rows)} of the rows${besides}.`);
  }
  const untrimmed = some("untrimmed_count");
  if (untrimmed !== undefined) {
    push(
      "untrimmed",
      `spaces at an end in ${markShare(untrimmed, rows)} of the rows; trim before comparing.`,
    );
  }
  const ends = (["min", "max"] as const).flatMap((metric) => {
    const [end, day] = [book.of(name, metric), say.day(book.of(name, metric)?.value)];
    return end === undefined || day === undefined || !isOpen(end.value) ? [] : [mark(day, end)];
  });
  if (ends.length > 0) {
    push("open", `${ends.join(" and ")}: a stand-in for an open end rather than a day.`);
  }
  const future = some("future_count");
  if (future !== undefined && ends.length === 0) {
    push(
      "future",
      `in the future, seen from the measurement, in ${markShare(future, rows)} of the rows.`,
    );
  }
  const negative = some("negative_count");
  if (negative !== undefined && ["money", "quantity"].includes(profile?.semantics ?? "")) {
    push("negative", `negative in ${markShare(negative, rows)} of the rows.`);
  }
  const zeros = some("zero_count");
  const isMeasure = ["money", "quantity", "ratio"].includes(profile?.semantics ?? "");
  // Values that are listed with their shares show the zeros too.
  const isListed = book.shares(name).length === book.number(name, "distinct_count")?.value;
  if (zeros !== undefined && isMeasure && !isListed && zeros.value >= rows.value / 5) {
    push("zeros", `zero in ${markShare(zeros, rows)} of the rows.`);
  }
  const nan = some("nan_count");
  if (nan !== undefined)
    push(
      "nan",
      `NaN in ${mark(say.some(nan.value, "row", "rows"), nan)}: filter it before adding up.`,
    );
  const infinite = some("infinite_count");
  if (infinite !== undefined) {
    push("infinite", `infinite in ${mark(say.some(infinite.value, "row", "rows"), infinite)}.`);
  }
  return said;
}
