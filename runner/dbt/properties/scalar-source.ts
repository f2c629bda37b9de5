import type { Scalar } from "yaml";
import { blockSource } from "./block-source.ts";
import { quoteSource } from "./quote-source.ts";
import type { Unit } from "./scalar-unit.ts";

export interface ScalarSource {
  units: readonly Unit[];
  /** Columns before the lines of a block; undefined for what is no block. */
  indent: number | undefined;
}

/**
 * Where each character of a scalar's value stands in the file, also where lines were folded or characters
 * escaped. undefined: it is written in a way that is not understood; nothing is guessed.
 */
export function scalarSource(text: string, scalar: Scalar): ScalarSource | undefined {
  const { value, type, range } = scalar;
  if (typeof value !== "string" || range === undefined || range === null) return undefined;
  const [from, until] = range;
  const found =
    type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED"
      ? blockSource(text, { from, until }, value)
      : { units: quoteSource(text, { from, until }), indent: undefined };
  if (found?.units === undefined) return undefined;
  return found.units.map(({ is }) => is).join("") === value
    ? { units: found.units, indent: found.indent }
    : undefined;
}
