import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { canonicalJson } from "#agents-schema/canonical-json.ts";
import { expectProperties } from "./expect-properties.ts";
import { modelLines } from "./property-lines.ts";
import { habitOf, sharedColumns, spliceEntry } from "./splice-entry.ts";
import {
  applySplices,
  linesAtEnd,
  linesBelow,
  linesForEmptyList,
  type TextSplice,
} from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { WantedProperties } from "./wanted-properties.ts";
import { endOf, isShared, pairOf } from "./yaml-place.ts";

const maxAliasCount = 100;
/** dbt renders descriptions: text from a warehouse must not become code. */
const jinja = /\{[{%#]/;
const usual = { column: 2, gap: 1 };

/**
 * Adds to a property file what is missing: the entry of a model, its description, columns with
 * descriptions and types. What people wrote is never replaced: a description that is not empty stays.
 * Everything else, comments, order, quotes, indentation and line ends, stays as it is. Where that cannot
 * be had the file is refused with a sentence, and columns that share text with others by anchors are left
 * alone (`skipped`). Doing it again changes nothing.
 */
export function spliceProperties(
  text: string,
  wanted: WantedProperties,
): { text: string; skipped: readonly string[] } | { refused: string } {
  try {
    refuseCode(wanted);
    const root = readRoot(text);
    const skipped =
      root === undefined
        ? []
        : entriesOf(root, wanted.name).flatMap((entry) => sharedColumns(entry, wanted.columns));
    const columns = wanted.columns.filter(({ name }) => !skipped.includes(name));
    const possible = { ...wanted, columns };
    const edited = applySplices(text, plan(text, root, possible));
    check(text, edited, possible);
    return { text: edited, skipped };
  } catch (cause) {
    if (cause instanceof UnsafeEdit) return { refused: cause.message };
    throw cause;
  }
}

function refuseCode({ name, description, columns }: WantedProperties): void {
  const texts = columns.flatMap((column) => [column.name, column.description, column.dataType]);
  if ([name, description, ...texts].some((text) => text !== undefined && jinja.test(text))) {
    throw new UnsafeEdit("a text holds `{{`, `{%` or `{#`, which dbt would carry out");
  }
}

function plan(text: string, root: YAMLMap | undefined, wanted: WantedProperties): TextSplice[] {
  const lines = modelLines(wanted, usual);
  if (root === undefined) {
    return [linesAtEnd(text, ["version: 2", "", "models:", ...lines])];
  }
  const pair = pairOf(root, "models");
  if (root.flow === true) throw new UnsafeEdit("the file is written in flow style");
  if (isShared(root)) throw new UnsafeEdit("the file shares text with itself at its top");
  if (pair === undefined) return [linesBelow(text, endOf(text, root), ["", "models:", ...lines])];

  const models = pair.value;
  if (isShared(models)) throw new UnsafeEdit("`models` shares text with something else");
  if (!isSeq(models) || models.items.length === 0) return linesForEmptyList(text, pair, lines);

  const [entry, second] = entriesOf(root, wanted.name);
  if (second !== undefined) throw new UnsafeEdit(`${wanted.name} is described twice`);
  if (entry !== undefined) return spliceEntry(text, entry, wanted);
  if (models.flow === true) throw new UnsafeEdit("`models` is a list in flow style");

  const { isSpaced, ...dash } = habitOf(text, models);
  const item = modelLines(wanted, dash);
  const spaced = isSpaced || models.items.length === 1 ? ["", ...item] : item;
  return [linesBelow(text, endOf(text, models), spaced)];
}

function entriesOf(root: YAMLMap, name: string): YAMLMap[] {
  const models = pairOf(root, "models")?.value;
  const items = isSeq(models) ? models.items : [];
  return items.filter((item): item is YAMLMap => isMap(item) && item.get("name") === name);
}

/** The mapping at the top of a file; undefined when it holds nothing. */
function readRoot(text: string): YAMLMap | undefined {
  const { contents } = parse(text, (reason) => `it is not valid YAML: ${reason}`);
  if (contents === null || (isScalar(contents) && contents.value === null)) return undefined;
  if (!isMap(contents)) throw new UnsafeEdit("a mapping with `models` is expected");
  return contents;
}

function parse(text: string, explain: (reason: string) => string) {
  try {
    const document = parseDocument(text, { logLevel: "error" });
    const [error] = [...document.errors, ...document.warnings];
    if (error === undefined) return document;
    throw new UnsafeEdit(explain(error.message.split("\n", 1)[0] ?? error.code));
  } catch (cause) {
    if (cause instanceof UnsafeEdit) throw cause;
    throw new UnsafeEdit(explain("it is nested too deeply"));
  }
}

/** What was written is read again: it must say what was there and what was wanted, and nothing else. */
function check(before: string, after: string, wanted: WantedProperties): void {
  const cannot = () => "the file is written in a way that cannot be extended safely";
  const read = (text: string): unknown => parse(text, cannot).toJS({ maxAliasCount });
  const expected = canonicalJson(expectProperties(read(before), wanted));
  if (canonicalJson(read(after)) !== expected) throw new UnsafeEdit(cannot());
}
