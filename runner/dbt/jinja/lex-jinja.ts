import type { JinjaBlock } from "./jinja-token.ts";
import { knownBlock } from "./known-blocks.ts";
import { lexExpression } from "./lex-expression.ts";

export type { JinjaBlock } from "./jinja-token.ts";

export interface LexedJinja {
  blocks: readonly JinjaBlock[];
  /** What is not closed, and where it begins; undefined when everything is. */
  unclosed: { what: string; at: number } | undefined;
}

const raw = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
const endOfRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const percent = 37;
const brace = 123;
const hash = 35;

/**
 * The Jinja expressions and statements of a text. Comments and raw blocks are left out; SQL comments are
 * not, because dbt renders what stands in them. Linear in the text.
 */
export function lexJinja(text: string): LexedJinja {
  const blocks: JinjaBlock[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf("{", at);
    if (start < 0) return { blocks, unclosed: undefined };
    const second = text.charCodeAt(start + 1);
    if (second === hash) {
      const end = text.indexOf("#}", start + 2);
      if (end < 0) return { blocks, unclosed: { what: "a comment", at: start } };
      at = end + 2;
      continue;
    }
    if (second !== percent && second !== brace) {
      at = start + 1;
      continue;
    }
    raw.lastIndex = start;
    if (second === percent && raw.test(text)) {
      endOfRaw.lastIndex = start;
      if (!endOfRaw.test(text)) return { blocks, unclosed: { what: "a raw block", at: start } };
      at = endOfRaw.lastIndex;
      continue;
    }
    const kind = second === percent ? "statement" : "expression";
    const known = knownBlock(text, start, kind);
    if (known !== undefined) {
      const { block, end } = known;
      blocks.push({ kind, tokens: block.tokens, at: start, end, known: block });
      at = end;
      continue;
    }
    const { tokens, end, unclosed } = lexExpression(text, start + 2, kind);
    blocks.push({ kind, tokens, at: start, end });
    if (unclosed !== undefined) return { blocks, unclosed: { what: unclosed, at: start } };
    at = end;
  }
}
