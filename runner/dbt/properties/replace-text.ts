import { diffArrays } from "diff";
import type { Pair, Scalar, YAMLMap } from "yaml";
import { changeScalar } from "./change-scalar.ts";
import { indented } from "./property-lines.ts";
import { linesBelow, type TextSplice } from "./text-splice.ts";
import { colonOf, keyColumn, lineEnd } from "./yaml-place.ts";
import {
  canBeLiteral,
  foldedLines,
  maxWidth,
  onOneLine,
  quoted,
  singleQuoted,
  yamlText,
} from "./yaml-text.ts";

/**
 * Puts another text in the place of the one that a member has, written in its way: plain stays plain where it
 * can be read back, quotes stay the same quotes, a block keeps its header and indentation. What has several
 * lines becomes a literal block.
 */
export function replaceText(
  text: string,
  { map, pair, value }: { map: YAMLMap; pair: Pair; value: Scalar },
  wanted: string,
): TextSplice[] {
  const changed = changeScalar(text, value, framedAs(value, wanted));
  if (changed !== undefined) return changed;
  const [at, until] = value.range ?? [0, 0];
  if (value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED") {
    return replaceBlock(text, { map, value }, wanted);
  }
  const one = map.flow === true ? inFlow(value, wanted) : inStyle(value, wanted);
  if (one !== undefined) return [{ at, until, text: one }];

  const column = keyColumn(text, map);
  const used = column + String(pair.key).length + 2;
  const { inline, body } = yamlText(wanted, { used, indent: column + 2 });
  // A text on the lines below its key comes back to the key's line.
  const colon = colonOf(text, pair);
  const from = text.slice(colon, at).includes("\n") ? colon : at;
  return [
    { at: from, until, text: from === at ? inline : ` ${inline}` },
    ...(body.length === 0
      ? []
      : [linesBelow(text, lineEnd(text, until), indented(body, column + 2))]),
  ];
}

/** A text with the spaces and line breaks around it that another has, and those that end lines of both. */
function framedAs({ value }: Scalar, wanted: string): string {
  const text = typeof value === "string" ? value : "";
  const [start = ""] = /^\s*/.exec(text) ?? [];
  const [end = ""] = /\s*$/.exec(text.slice(start.length)) ?? [];
  if (!/[ \t]\n/.test(text)) return start + wanted + end;

  const old = text.slice(start.length, text.length - end.length).split("\n");
  const parts = diffArrays(
    old.map((line) => line.trimEnd()),
    wanted.split("\n").map((line) => line.trimEnd()),
  );
  let at = 0;
  const lines = parts.flatMap(({ value: said, added, removed }) => {
    if (added) return said;
    at += said.length;
    return removed ? [] : old.slice(at - said.length, at);
  });
  return start + lines.join("\n") + end;
}

function inFlow({ type }: Scalar, wanted: string): string {
  const single = type === "QUOTE_SINGLE" ? singleQuoted(wanted) : undefined;
  return single ?? quoted(wanted).inline;
}

/** A text of one line in the style of another; undefined where that style cannot hold it well. */
function inStyle(value: Scalar, wanted: string): string | undefined {
  if (wanted.includes("\n")) return undefined;
  if (value.type === "QUOTE_SINGLE") return singleQuoted(wanted);
  if (value.type === "QUOTE_DOUBLE") return quoted(wanted).inline;
  // What was one line stays one: a sentence that grew is no reason to write all of it anew.
  return onOneLine(wanted);
}

function replaceBlock(
  text: string,
  { map, value }: { map: YAMLMap; value: Scalar },
  wanted: string,
): TextSplice[] {
  const [at, until] = value.range ?? [0, 0];
  const headerEnd = lineEnd(text, at);
  const end = Math.max(headerEnd, text.slice(0, until).trimEnd().length);
  const indent = indentOf(text.slice(headerEnd, end)) ?? keyColumn(text, map) + 2;
  const isFolded = value.type === "BLOCK_FOLDED";
  const folded = isFolded ? foldedLines(wanted, maxWidth - indent) : undefined;
  if (folded === undefined && !canBeLiteral(wanted)) {
    return [{ at, until: end, text: quoted(wanted).inline }];
  }
  const body = indented(folded ?? wanted.split("\n"), indent);
  // Its lines are indented alike now, so that no indentation needs to be given.
  const [, chomp = ""] = /^.\d?([-+]?)\d?/.exec(text.slice(at, headerEnd)) ?? [];
  const [old = ""] = /^[|>][-+\d]*/.exec(text.slice(at, headerEnd)) ?? [];
  const header = `${folded === undefined ? "|" : ">"}${chomp}`;
  return [
    ...(header === old ? [] : [{ at, until: at + old.length, text: header }]),
    { ...linesBelow(text, headerEnd, body), until: end },
  ];
}

/** How far the first line of a block that is not blank stands in. */
function indentOf(body: string): number | undefined {
  const [, spaces] = /^( +)[^ \r\n]/m.exec(body) ?? [];
  return spaces?.length;
}
