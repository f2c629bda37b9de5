import { sha256 } from "#agents-schema/digest.ts";
import type { DbtProperties } from "../dbt/dbt-properties.ts";
import { markedToPlain } from "../facts/marked-to-plain.ts";
import type { Statement } from "../facts/statement.ts";
import { isPlaceholder } from "./keep-existing.ts";

/** A text with one block of dbt's docs and nothing else: it is taken over as the reference that it is. */
const reference = /^\s*\{\{\s*doc\(\s*(['"])[\w.]+\1\s*(?:,\s*(['"])[\w.]+\2\s*)?\)\s*\}\}\s*$/;

/**
 * What a column's description says that others may take over: a person's text whole, of ours only the meaning
 * that a language model found. undefined: nothing, or it holds Jinja that would mean something else elsewhere.
 */
export function textToInherit(
  column: string,
  properties: DbtProperties,
  file: { written: Readonly<Record<string, string>>; statements: readonly Statement[] } | undefined,
): string | undefined {
  const found = properties.columns.find(({ name }) => same(name, column));
  const text = found?.writtenDescription ?? found?.description ?? "";
  if (isPlaceholder(text)) return undefined;
  const isOurs = Object.entries(file?.written ?? {}).some(
    ([key, hash]) => same(key, column) && hash === sha256(text.trim()),
  );
  if (!isOurs) return /\{[{%#]/.test(text) && !reference.test(text) ? undefined : text.trim();
  const meaning = (file?.statements ?? []).filter(
    (one) =>
      one.part === "column" &&
      one.about === "meaning" &&
      one.by === "model" &&
      same(one.column ?? "", column) &&
      // A fact of one relation proves nothing of another.
      !/\{F\d/.test(one.marked),
  );
  return meaning.length === 0
    ? undefined
    : meaning.map(({ marked }) => markedToPlain(marked)).join(" ");
}

/** Is it `{{ doc('name') }}`, and nothing else? */
export function isDocReference(text: string): boolean {
  return reference.test(text);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
