import { LineCounter } from "yaml";
import type { Mistake } from "./mistake.ts";

/** A file that people write by hand is not longer; it bounds the work that a bad file can cause. */
const maxFileBytes = 256 * 1024;

// Every repetition is bounded or ends the match: a hostile file must not make the search slow.
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}/g, "a GitHub token"],
  [/xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,}/g, "a Slack token"],
  [/hooks\.slack\.com\/services\/[A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]+/g, "a Slack webhook address"],
  [/sk-ant-[A-Za-z0-9_-]{20,}/g, "an Anthropic key"],
  [/(?:AKIA|ASIA)[A-Z0-9]{16}/g, "an AWS access key"],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g, "a private key"],
  [
    /[a-z][a-z0-9+]{0,20}:\/\/[^\s:/@{}]{1,100}:[^\s:/@{}]{3,200}@[^\s/]/g,
    "a password in a connection string",
  ],
];

/** Characters that a reader cannot see, or that turn the reading direction: they hide text from a reviewer. */
const hidden =
  /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;

/**
 * What is wrong with a file's characters, before anything reads them as YAML. `isReadable` is false
 * when reading on would only produce noise.
 */
export function checkText(text: string): { mistakes: Mistake[]; isReadable: boolean } {
  const whole = (message: string, hint: string) => ({
    mistakes: [{ line: 1, column: 1, path: "", message, hint }],
    isReadable: false,
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > maxFileBytes) {
    return whole(
      `the file has ${Math.ceil(bytes / 1024)} kB; the limit is ${maxFileBytes / 1024} kB`,
      "put long reference text into files and name them under `context.files`",
    );
  }
  if (text.slice(0, 64).includes("\u0000") || text.startsWith("\ufffd")) {
    return whole("the file is not UTF-8 text (it looks like UTF-16 or binary)", "save it as UTF-8");
  }

  const lines = new LineCounter();
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
    lines.addNewLine(at + 1);
  lines.lineStarts.unshift(0);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: "" };
  };
  const mistakes: Mistake[] = [];
  const body = text.startsWith("\ufeff") ? ` ${text.slice(1)}` : text;
  if (body !== text) {
    mistakes.push({
      ...at(0),
      message: "the file begins with a byte order mark",
      hint: "save it as UTF-8 without BOM",
    });
  }
  for (const [index, found] of firstOnEachLine(body, hidden)) {
    mistakes.push({
      ...at(index),
      message: `an invisible character (${codePoint(found)}) hides here`,
      hint: "delete it: reviewers could not see what it does",
    });
  }
  for (const [index, found] of firstOnEachLine(body, control)) {
    mistakes.push({
      ...at(index),
      message: `a control character (${codePoint(found)}) stands here`,
      hint: "delete it",
    });
  }
  for (const [index] of firstOnEachLine(body, /\ufffd/g)) {
    mistakes.push({
      ...at(index),
      message: "this is not valid UTF-8",
      hint: "save the file as UTF-8",
    });
  }
  for (const [shape, what] of secretShapes) {
    for (const [index] of firstOnEachLine(body, shape)) {
      mistakes.push({
        ...at(index),
        message: `this looks like ${what}`,
        hint: "remove it and revoke it: whatever is committed must count as known to everyone",
      });
    }
  }
  return { mistakes, isReadable: true };
}

/** Where and what, once for each line: a thousand repetitions help nobody. */
function firstOnEachLine(text: string, shape: RegExp): [number, string][] {
  const found: [number, string][] = [];
  let lineEnd = -1;
  for (const match of text.matchAll(shape)) {
    if (match.index <= lineEnd) continue;
    found.push([match.index, match[0]]);
    const next = text.indexOf("\n", match.index);
    lineEnd = next === -1 ? text.length : next;
  }
  return found;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
