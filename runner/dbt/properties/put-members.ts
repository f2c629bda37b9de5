import { isMap, isScalar, isSeq, type Pair, visit, type YAMLMap } from "yaml";
import { canonicalJson } from "#agents-schema/canonical-json.ts";
import { addPlan, type FilePlan, nothingPlanned, type Path, type Planned } from "./file-plan.ts";
import { fillMember, isUnsaid } from "./fill-member.ts";
import { flowMembers, flowValue, type Habit, itemLines, memberLines } from "./property-lines.ts";
import { replaceText } from "./replace-text.ts";
import { beforeBracket, linesBelow } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { resolved, type YamlFile } from "./yaml-file.ts";
import {
  colonOf,
  dashesOf,
  endOf,
  endOfPair,
  endWithComments,
  isShared,
  keyColumn,
  lineEnd,
  pairOf,
} from "./yaml-place.ts";
import { isMembers, type Members, plainTexts, type Value } from "./yaml-value.ts";

/** One thing that a mapping should say. */
export interface Want {
  /** By which whoever asks knows it. */
  key: string;
  /** Keys on the way to it from the mapping. */
  at: readonly string[];
  value: Value;
}

export interface Where {
  file: YamlFile;
  map: YAMLMap;
  path: Path;
  habit: Habit;
  /** What the mapping is called in reasons. */
  called: string;
  /** It or something around it is written elsewhere, or for others too. */
  isShared: boolean;
}

interface Addition {
  map: YAMLMap;
  /** A member that says nothing, in whose place `members` come; undefined: they are new members of the map. */
  pair: Pair | undefined;
  path: Path;
  members: { [key: string]: Value };
}

/**
 * Puts what is wanted into a mapping. What is there already stays, unless it says nothing or `ours` says that
 * we wrote it. What is missing is put below the name and the description.
 */
export function putMembers(
  where: Where,
  wants: readonly Want[],
  ours: (key: string, text: string) => boolean,
): Planned {
  const planned = nothingPlanned();
  const additions = new Map<unknown, Addition>();
  for (const want of wants) {
    attempt(planned, where, () => {
      const found = locate(where, want.at);
      const isThere = found.pair !== undefined && !found.isUnsaid;
      if (isThere) {
        const current = plainTexts(dataOf(where.file, found.pair));
        const said = typeof current === "string" ? current : canonicalJson(current);
        if (canonicalJson(current) === canonicalJson(plainTexts(want.value))) return;
        if (!ours(want.key, said)) return void planned.kept.push(want.key);
      }
      if (found.isShared) throw new UnsafeEdit("it shares text with other places by an anchor");
      if (isThere) return addPlan(planned, replace(where, found, want.value));
      const key = found.pair ?? found.map;
      const addition = additions.get(key) ?? { ...found, members: {} };
      additions.set(key, addition);
      plant(addition.members, found.rest, want.value);
    });
  }
  for (const addition of additions.values()) {
    attempt(planned, where, () => addPlan(planned, add(where, addition)));
  }
  return planned;
}

/** What cannot be done is left out with its reason; nothing else suffers. */
function attempt(planned: Planned, { called }: Where, act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (!(cause instanceof UnsafeEdit)) throw cause;
    planned.skipped.push(`${called}: ${cause.message}`);
  }
}

interface Found {
  /** The innermost mapping on the way that is there. */
  map: YAMLMap;
  path: Path;
  pair: Pair | undefined;
  isUnsaid: boolean;
  isShared: boolean;
  /** Keys from `map` on. */
  rest: readonly string[];
}

function locate(where: Where, at: readonly string[]): Found {
  const { file } = where;
  let map = where.map;
  let path = where.path;
  let isTied = where.isShared || isShared(map, file.aliased);
  for (const [index, key] of at.entries()) {
    const pair = pairOf(map, key);
    const isLast = index === at.length - 1;
    const rest = at.slice(index);
    if (pair === undefined || isUnsaid(file.text, pair) || isLast) {
      const isEmpty = pair !== undefined && isUnsaid(file.text, pair);
      const isTiedHere = isTied || isShared(pair?.value, file.aliased);
      return { map, path, pair, isUnsaid: isEmpty, isShared: isTiedHere, rest };
    }
    const inner = resolved(file, pair.value);
    if (!isMap(inner)) throw new UnsafeEdit(`\`${key}\` is no mapping`);
    isTied ||= isShared(pair.value, file.aliased) || isShared(inner, file.aliased);
    map = inner;
    path = [...path, key];
  }
  throw new UnsafeEdit("nothing is asked for");
}

function dataOf(file: YamlFile, pair: Pair | undefined): unknown {
  const value = resolved(file, pair?.value);
  if (isMap(value) || isSeq(value) || isScalar(value)) return value.toJS(file.document);
  return null;
}

function plant(members: { [key: string]: Value }, keys: readonly string[], value: Value): void {
  const [key = "", ...rest] = keys;
  if (rest.length === 0) {
    members[key] = value;
    return;
  }
  const inner = members[key];
  const grown: { [key: string]: Value } =
    inner !== undefined && isMembers(inner) ? { ...inner } : {};
  plant(grown, rest, value);
  members[key] = grown;
}

function add({ file, habit }: Where, { map, pair, path, members }: Addition): FilePlan {
  const { text } = file;
  const changes = Object.entries(members).map(([key, value]) => ({ path: [...path, key], value }));
  if (pair !== undefined) {
    const [value] = Object.values(members);
    if (value === undefined) return { splices: [], changes: [] };
    return { splices: fillMember(text, { map, pair, habit }, value), changes };
  }
  if (map.flow === true) return { splices: [beforeBracket(map, flowMembers(members))], changes };
  const column = keyColumn(text, map);
  const at = placeBelow(text, map, members, column);
  return { splices: [linesBelow(text, at, memberLines(members, column, habit))], changes };
}

/** Below the name, or the description where that is not new; at the end of what has neither. */
function placeBelow(text: string, map: YAMLMap, members: Members, column: number): number {
  const name = pairOf(map, "name");
  if (name === undefined) return endWithComments(text, endOf(text, map), column);
  const description = "description" in members ? undefined : pairOf(map, "description");
  return Math.max(
    endOfPair(text, name),
    description === undefined ? 0 : endOfPair(text, description),
  );
}

/** Puts something in the place of what we wrote before. */
function replace({ file, habit }: Where, found: Found, wanted: Value): FilePlan {
  const { text } = file;
  const { map, pair, path, rest } = found;
  const value = pair?.value;
  const changes = [{ path: [...path, ...rest], value: wanted }];
  if (pair === undefined) return { splices: [], changes: [] };
  if (isScalar(value) && typeof wanted === "string") {
    return { splices: replaceText(text, { map, pair, value }, wanted), changes };
  }
  if (!isSeq(value) || !Array.isArray(wanted)) {
    throw new UnsafeEdit("what we wrote is written in another way now");
  }
  if (value.flow === true) {
    const [at, until] = value.range ?? [0, 0];
    return { splices: [{ at, until, text: flowValue(wanted) }], changes };
  }
  let hasComments = false;
  visit(value, (_, node) => {
    if (isScalar(node) || isMap(node)) hasComments ||= Boolean(node.comment ?? node.commentBefore);
  });
  if (hasComments) throw new UnsafeEdit("somebody put comments into what we wrote");
  const { column, gap } = dashesOf(text, value);
  const items: readonly Value[] = wanted;
  const lines = items.flatMap((item) => itemLines(item, { column, habit: { ...habit, gap } }));
  const at = lineEnd(text, colonOf(text, pair));
  return { splices: [{ ...linesBelow(text, at, lines), until: endOf(text, value) }], changes };
}
