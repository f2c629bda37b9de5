import type { Statement } from "../facts/statement.ts";
import type { Inherited } from "./brief.ts";
import { isDocReference } from "./text-to-inherit.ts";

/**
 * A description that is taken over. A text that the checker may object to (it has numbers or values) goes
 * sentence by sentence, so that only what no fact bears out is left out; others stay as they were written.
 */
export function stateInherited({ column, text, origin, kind }: Inherited): readonly Statement[] {
  if (kind === "origin") {
    return [{ part: "column", column, about: "meaning", marked: text, by: "built-in" }];
  }
  const state = (marked: string): Statement => ({
    part: "column",
    column,
    about: "meaning",
    marked,
    by: origin,
  });
  const trimmed = text.trim();
  // Braces that dbt would render; ours are marks.
  if (trimmed === "" || (/\{/.test(trimmed) && !isDocReference(trimmed))) return [];
  if (isDocReference(trimmed)) return [state(trimmed)];
  if (!/[\d'"`%]/.test(trimmed)) return [state(closed(trimmed))];
  return trimmed
    .split(/(?<=[.!?])\s+(?=[\p{Lu}\d'"`])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "")
    .map((sentence) => state(closed(sentence)));
}

function closed(text: string): string {
  return /[.!?:;)\]]$/.test(text) ? text : `${text}.`;
}
