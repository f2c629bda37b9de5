import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { WantedDocumentation } from "../../writing/wanted-documentation.ts";
import type { Path } from "./file-plan.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { YamlFile } from "./yaml-file.ts";
import { isShared, pairOf } from "./yaml-place.ts";

/** Whose description is meant. */
export interface TextPlace extends Pick<WantedDocumentation, "section" | "source" | "name"> {
  /** Without it, the relation's. */
  column?: string | undefined;
  /** Of one of its relationships; with `parent`, or the only one over that column. */
  relationship?: { parent?: string; sourceCol: string; refCol?: string } | undefined;
  /** Of one of the column's options. */
  option?: string | number | boolean | undefined;
}

export interface FoundText {
  map: YAMLMap;
  pair: Pair;
  value: Scalar<string>;
  path: Path;
}

interface Step {
  map: YAMLMap;
  path: Path;
}

/** Finds the description that is meant. Throws {@link UnsafeEdit} when there is not exactly one of its own. */
export function findText(file: YamlFile, place: TextPlace): FoundText {
  const { section, source, name, column, relationship, option } = place;
  if (file.root === undefined) throw new UnsafeEdit("the file is empty");
  let step: Step = { map: file.root, path: [] };
  if (section === "sources" && source !== undefined) {
    step = within(file, step, ["sources"], (map) => map.get("name") === source, source);
  }
  const list = section === "sources" ? "tables" : section;
  step = within(file, step, [list], (map) => String(map.get("name")) === name, name);
  if (relationship !== undefined) {
    const { parent, sourceCol, refCol } = relationship;
    const isMeant = (map: YAMLMap) =>
      map.get("source_col") === sourceCol &&
      (parent === undefined || map.get("name") === parent) &&
      (refCol === undefined || map.get("ref_col") === refCol);
    step = within(file, step, ["relationships"], isMeant, `the relationship of ${sourceCol}`);
  }
  if (column !== undefined) {
    const lower = column.toLowerCase();
    const isMeant = (map: YAMLMap) => String(map.get("name")).toLowerCase() === lower;
    step = within(file, step, ["columns"], isMeant, `column ${column}`);
  }
  if (option !== undefined) {
    const isMeant = (map: YAMLMap) => String(map.get("value")) === String(option);
    step = within(file, step, ["options"], isMeant, `option ${String(option)}`);
  }
  const pair = pairOf(step.map, "description");
  const value = pair?.value;
  if (pair === undefined || !isScalar(value) || !isText(value)) {
    throw new UnsafeEdit("there is no description");
  }
  if (isShared(value, file.aliased)) throw new UnsafeEdit("the description is shared by an anchor");
  return { map: step.map, pair, value, path: [...step.path, "description"] };
}

function isText(scalar: Scalar): scalar is Scalar<string> {
  return typeof scalar.value === "string";
}

function within(
  file: YamlFile,
  { map, path }: Step,
  [key]: readonly [string],
  isMeant: (map: YAMLMap) => boolean,
  called: string,
): Step {
  const places = [[key], ["config", "meta", key], ["meta", key]];
  const found = places.flatMap((at): Step[] => {
    const list = map.getIn(at, true);
    if (!isSeq(list)) return [];
    return list.items.flatMap((item, index) =>
      isMap(item) && isMeant(item) ? [{ map: item, path: [...path, ...at, index] }] : [],
    );
  });
  const [one, second] = found;
  if (one === undefined) throw new UnsafeEdit(`${called} is not described by a text of its own`);
  if (second !== undefined) throw new UnsafeEdit(`${called} is described twice`);
  const isTied = [map, one.map].some((node) => isShared(node, file.aliased));
  if (isTied) throw new UnsafeEdit(`${called} shares text with other places by an anchor`);
  return one;
}
