import { changesOf } from "#agents-schema/changes-of.ts";
import type { Effect } from "#agents-schema/effect.ts";
import type { ReasonCode } from "#agents-schema/reason-codes.ts";
import { conceal } from "#agents-schema/secrets/conceal.ts";
import type { SecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { secretShapes } from "#agents-schema/secrets/secret-shapes.ts";
import { countRows } from "./count-rows.ts";
import { wordsOf } from "./words-of.ts";

export type ScanResult =
  | { kind: "pass" }
  /** A person has to look at it, whatever the agent's file says. */
  | { kind: "flag" | "block"; code: ReasonCode; reason: string };

const unseen = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u;

/**
 * Looks through everything that an effect would show or write: for credentials in any encoding, also split across
 * its texts; for characters that nobody sees; for rows of data. What a file held before is not what this brings,
 * unless it is a credential of Buster itself.
 */
export function scanEffect(effect: Effect, scan: SecretScan, maxRows: number): ScanResult {
  if (conceal(effect, scan.findHeld).redactions > 0) {
    return block("GATE_SECRET", "it holds a credential of Buster itself");
  }
  const words = wordsOf(effect);
  if (words.some((text) => scan.find(text).length > 0)) {
    return block("GATE_SECRET", "its words hold something that looks like a secret");
  }
  const changes = changesOf(effect);
  for (const { path, content, before } of changes) {
    if (content === null) continue;
    const known = new Set(
      scan.find(before ?? "").map(({ start, end }) => before?.slice(start, end)),
    );
    const brings = scan
      .find(content)
      .some(({ start, end }) => !known.has(content.slice(start, end)));
    if (brings) {
      return block("GATE_SECRET", `${path} would add something that looks like a secret`);
    }
  }
  const rows = Math.max(0, ...words.map(countRows));
  if (rows > maxRows) {
    const most = `restrictions.sql.max_rows_returned allows ${maxRows}`;
    return block("GATE_ROWS", `its words hold ${rows} rows of data; ${most}`);
  }
  const hiding = changes.find(
    ({ content, before }) => unseen.test(content ?? "") && !unseen.test(before ?? ""),
  );
  if (hiding !== undefined) {
    return flag("GATE_INVISIBLE", `${hiding.path} would get characters that nobody sees`);
  }
  if (isSplit(words)) {
    return flag("GATE_SECRET_SPLIT", "its texts, read together, look like a secret");
  }
  const written = changes.flatMap(({ content, by }) =>
    content === null || by === "documentation" ? [] : [content],
  );
  if (![...words, ...written].every((text) => scan.isWhole(text))) {
    return flag("GATE_UNSCANNED", "more is encoded in it than could be looked into");
  }
  return { kind: "pass" };
}

/** A prose that speaks of tokens can look so too: that is for a person to see. */
function isSplit(words: readonly string[]): boolean {
  const together = words.join("").replaceAll(/\s+/g, "");
  return secretShapes.some(({ shape }) => together.search(shape) >= 0);
}

function block(code: ReasonCode, reason: string): ScanResult {
  return { kind: "block", code, reason };
}

function flag(code: ReasonCode, reason: string): ScanResult {
  return { kind: "flag", code, reason };
}
