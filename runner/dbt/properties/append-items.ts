import { isSeq, type YAMLSeq } from "yaml";
import type { FilePlan } from "./file-plan.ts";
import { fillMember, isUnsaid } from "./fill-member.ts";
import { flowValue, itemLines, memberLines } from "./property-lines.ts";
import type { Where } from "./put-members.ts";
import { beforeBracket, linesBelow } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { dashesOf, endOf, endWithComments, isShared, keyColumn, pairOf } from "./yaml-place.ts";
import type { Value } from "./yaml-value.ts";

/**
 * Adds items to a list of a mapping, as the list is written, or begins the list. `isApart`: with a blank line
 * before what is begun, and between entries of a list that has one only.
 */
export function appendItems(
  { file, map, path, habit, called, isShared: isTied }: Where,
  key: string,
  items: readonly Value[],
  { isApart }: { isApart: boolean },
): FilePlan {
  const { text, aliased } = file;
  const pair = pairOf(map, key);
  if (isTied || isShared(map, aliased) || isShared(pair?.value, aliased)) {
    throw new UnsafeEdit(`the ${key} of ${called} share text with something else by an anchor`);
  }
  const begun = [{ path: [...path, key], value: items }];
  if (pair === undefined) {
    if (map.flow === true) {
      return { splices: [beforeBracket(map, `${key}: ${flowValue(items)}`)], changes: begun };
    }
    const column = keyColumn(text, map);
    const lines = memberLines({ [key]: items }, column, habit);
    const at = endWithComments(text, endOf(text, map), column);
    return { splices: [linesBelow(text, at, isApart ? ["", ...lines] : lines)], changes: begun };
  }
  const list = pair.value;
  const isFlow = isSeq(list) && list.flow === true && (map.flow === true || list.items.length > 0);
  if (isUnsaid(text, pair) && !isFlow) {
    return { splices: fillMember(text, { map, pair, habit }, items), changes: begun };
  }
  if (!isSeq(list)) throw new UnsafeEdit(`the ${key} of ${called} are no list`);
  const changes = items.map((value, index) => ({
    path: [...path, key, list.items.length + index],
    value,
  }));
  if (isFlow) {
    return { splices: [beforeBracket(list, items.map(flowValue).join(", "))], changes };
  }
  return { splices: [below(text, list, items, { habit, isApart })], changes };
}

function below(
  text: string,
  list: YAMLSeq,
  items: readonly Value[],
  { habit, isApart }: Pick<Where, "habit"> & { isApart: boolean },
) {
  const { column, gap, isSpaced } = dashesOf(text, list);
  const lines = items.flatMap((item) => [
    ...(isSpaced || (isApart && list.items.length === 1) ? [""] : []),
    ...itemLines(item, { column, habit: { ...habit, gap } }),
  ]);
  return linesBelow(text, endWithComments(text, endOf(text, list), column), lines);
}
