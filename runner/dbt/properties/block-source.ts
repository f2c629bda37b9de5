import type { Unit } from "./scalar-unit.ts";
import { lineEnd } from "./yaml-place.ts";

interface Line {
  /** Without its indentation. */
  text: string;
  /** Where that begins, and where the line's break does. */
  from: number;
  end: number;
}

/** The characters of a block scalar, and how far its lines stand in. `value`: what it must come to. */
export function blockSource(
  text: string,
  { from, until }: { from: number; until: number },
  value: string,
): { units: Unit[]; indent: number } | undefined {
  const header = text.slice(from, lineEnd(text, from));
  const isFolded = header.startsWith(">");
  const body = text.slice(lineEnd(text, from), until);
  const [, spaces = ""] = /^( +)[^ \r\n]/m.exec(body) ?? [];
  // With an indentation indicator the first line may stand in further than the block.
  for (let indent = spaces.length; indent > 0; indent--) {
    const lines = linesOf(text, { from: lineEnd(text, from), until }, indent);
    const units = chomped(isFolded ? foldedUnits(lines) : literalUnits(lines), value);
    if (units.map(({ is }) => is).join("") === value) return { units, indent };
  }
  return undefined;
}

function linesOf(
  text: string,
  { from, until }: { from: number; until: number },
  indent: number,
): Line[] {
  const lines: Line[] = [];
  for (let at = text.indexOf("\n", from) + 1; at > 0 && at < until; ) {
    const end = Math.min(until, lineEnd(text, at));
    const start = Math.min(end, at + indent);
    lines.push({ text: text.slice(start, end), from: start, end });
    at = text.indexOf("\n", at) + 1;
  }
  return lines;
}

/** How many line breaks stand at the end is what the value says. */
function chomped(units: Unit[], value: string): Unit[] {
  const [ends = ""] = /\n*$/.exec(value) ?? [];
  let length = units.length;
  while (length > 0 && units[length - 1]?.is === "\n") length--;
  return units.slice(0, length + ends.length);
}

function literalUnits(lines: readonly Line[]): Unit[] {
  return lines.flatMap((line, index) => [
    ...charactersOf(line),
    breakAfter(line, lines[index + 1]),
  ]);
}

function foldedUnits(lines: readonly Line[]): Unit[] {
  const units: Unit[] = [];
  for (const [index, line] of lines.entries()) {
    units.push(...charactersOf(line));
    const next = lines[index + 1];
    const brk = breakAfter(line, next);
    if (line.text === "" || next === undefined) {
      units.push(brk);
      continue;
    }
    const following = lines.slice(index + 1).find(({ text }) => text !== "");
    const isKept = isDeeper(line) || (following !== undefined && isDeeper(following));
    if (isKept || following === undefined) units.push(brk);
    else if (next.text !== "") units.push({ ...brk, is: " " });
    // In front of blank lines a break only ends its line: each blank line is one break.
  }
  return units;
}

function isDeeper({ text }: Line): boolean {
  return /^[ \t]/.test(text);
}

function charactersOf({ text, from }: Line): Unit[] {
  return text.split("").map((is, index) => ({ is, from: from + index, until: from + index + 1 }));
}

function breakAfter({ end }: Line, next: Line | undefined): Unit {
  return { is: "\n", from: end, until: next?.from ?? end };
}
