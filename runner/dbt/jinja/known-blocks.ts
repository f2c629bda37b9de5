import type { JinjaBlock, KnownBlock } from "./jinja-token.ts";
import { lexExpression } from "./lex-expression.ts";

/** Longest block that is remembered, in characters, and how many are. */
const maxLength = 200;
const maxBlocks = 20_000;
/** Of these the line is told: two in different places are not the same. */
const hasPlace = /\b(?:ref|source)\b/;
const known = new Map<string, KnownBlock | undefined>();

/**
 * The block whose text begins at `start` and ends at the first sign that may end it: templates say much the
 * same, so it is lexed once. undefined: it ends elsewhere, or is of the kind that is not remembered.
 */
export function knownBlock(
  text: string,
  start: number,
  kind: JinjaBlock["kind"],
): { block: KnownBlock; end: number } | undefined {
  const end = text.indexOf(kind === "expression" ? "}}" : "%}", start + 2) + 2;
  if (end < 2 || end - start > maxLength) return undefined;
  const written = text.slice(start, end);
  if (!known.has(written)) remember(written, kind);
  const block = known.get(written);
  return block === undefined ? undefined : { block, end };
}

function remember(written: string, kind: JinjaBlock["kind"]): void {
  if (hasPlace.test(written)) return;
  if (known.size >= maxBlocks) known.clear();
  // A copy: a part of a text keeps the whole text in memory.
  const copy = Buffer.from(written, "utf16le").toString("utf16le");
  const { tokens, end, unclosed } = lexExpression(copy, 2, kind);
  known.set(copy, end === copy.length && unclosed === undefined ? { tokens } : undefined);
}
