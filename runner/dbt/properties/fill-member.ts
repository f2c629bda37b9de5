import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { isEmptyText } from "../is-empty-text.ts";
import { flowValue, type Habit, valueLines } from "./property-lines.ts";
import { linesBelow, type TextSplice } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { colonOf, isNode, keyColumn, lineEnd } from "./yaml-place.ts";
import type { Value } from "./yaml-value.ts";

/** A member that is there but says nothing: no value, an empty one, or a placeholder, quoted or not. */
export function isUnsaid(text: string, { value }: Pair): boolean {
  if (value === null || value === undefined) return true;
  if (isScalar(value)) return isEmptyText(value.value);
  if (isSeq(value)) return value.items.length === 0;
  if (!isMap(value)) return false;
  // `{{TODO}}` without quotes is a mapping to YAML.
  const [at, until] = value.range ?? [0, 0];
  return value.items.length === 0 || isEmptyText(text.slice(at, until));
}

/** Gives a member that says nothing its value. */
export function fillMember(
  text: string,
  { map, pair, habit }: { map: YAMLMap; pair: Pair; habit: Habit },
  wanted: Value,
): TextSplice[] {
  const { value } = pair;
  const key = String(isScalar(pair.key) ? pair.key.value : "");
  if (isNode(value) && (hasAnchor(value) || value.tag !== undefined)) {
    throw new UnsafeEdit(`an empty \`${key}\` has an anchor or a tag`);
  }
  const [at, until] = placeOf(text, pair);
  if (map.flow === true) {
    const space = at === until ? " " : "";
    return [{ at, until, text: space + flowValue(wanted) }];
  }
  const { inline, below } = valueLines(wanted, { key, indent: keyColumn(text, map), habit });
  const isAtColon = text[at - 1] === ":";
  const space = isAtColon && inline !== "" ? " " : "";
  // `columns: []` becomes `columns:`, without a space at the end of its line.
  const from = inline === "" ? colonOf(text, pair) : at;
  return [
    { at: from, until: Math.max(from, until), text: space + inline },
    ...(below.length === 0 ? [] : [linesBelow(text, lineEnd(text, until), below)]),
  ];
}

/** What stands in the place of the value, up to its end; nothing, right behind the colon, when it is left out. */
function placeOf(text: string, pair: Pair): [number, number] {
  const colon = colonOf(text, pair);
  const { value } = pair;
  if (!isNode(value)) return [colon, colon];
  const [at, until] = value.range ?? [colon, colon];
  if (isScalar(value) && value.type?.startsWith("BLOCK")) {
    const [header = ""] = /^[|>][-+\d]*/.exec(text.slice(at, at + 4)) ?? [];
    return [at, at + header.length];
  }
  return at < until ? [at, until] : [colon, colon];
}

function hasAnchor(value: unknown): boolean {
  return (
    (isMap(value) || isSeq(value) || isScalar(value)) &&
    value.anchor !== undefined &&
    value.anchor !== ""
  );
}
