import { loadAll } from "js-yaml";
import { parseDocument } from "yaml";
import type { FilePlan, Path } from "./file-plan.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { plainTexts } from "./yaml-value.ts";

/** Values that a file may hold once its aliases are resolved: a bomb is refused, people's anchors are not. */
const maxValues = 5_000_000;

const cannot = "the file is written in a way that cannot be extended safely";

/**
 * Reads an edited file again, by another parser than the one that it was planned with: it must say what was
 * there and what was planned, and nothing else. Throws {@link UnsafeEdit}.
 */
export function checkEdit(before: string, after: string, changes: FilePlan["changes"]): void {
  // People indent brackets in ways that the stricter parser does not like; then the lenient one compares.
  const expected = read(before, loadAll) ?? read(before, loadLeniently);
  const found = read(after, loadAll) ?? read(after, loadLeniently);
  if (expected === undefined || found === undefined) throw new UnsafeEdit(cannot);
  for (const { path, value } of changes) {
    put(expected, path, plainTexts(copy(value, { left: maxValues })));
    put(found, path, plainTexts(at(found, path)));
  }
  if (!isEqual(expected, found)) throw new UnsafeEdit(cannot);
}

function read(
  text: string,
  load: (text: string) => readonly unknown[],
): { [key: string]: unknown } | undefined {
  try {
    const [data, second] = load(text.replace(/^\ufeff/, ""));
    const own = copy(data ?? {}, { left: maxValues });
    return second === undefined && isRecord(own) ? own : undefined;
  } catch {
    return undefined;
  }
}

function loadLeniently(text: string): readonly unknown[] {
  const document = parseDocument(text, { logLevel: "error" });
  if (document.errors.length > 0 || document.warnings.length > 0) return [[]];
  return [document.toJS({ maxAliasCount: 10_000 })];
}

/** Without anything that stands at two places, so that a change at one is not one at the other. */
function copy(value: unknown, budget: { left: number }): unknown {
  budget.left -= 1;
  if (budget.left < 0) throw new UnsafeEdit("its anchors multiply without end");
  if (Array.isArray(value)) return value.map((item) => copy(item, budget));
  if (!isRecord(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item, budget)]));
}

function at(data: unknown, path: Path): unknown {
  let here = data;
  for (const key of path) {
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isRecord(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}

/** Members on the way that are missing or say nothing are made. */
function put(data: { [key: string]: unknown }, path: Path, value: unknown): void {
  let here: unknown = data;
  for (const [index, key] of path.entries()) {
    const isLast = index === path.length - 1;
    const inner = at(here, [key]);
    const next = isLast ? value : (inner ?? {});
    if (Array.isArray(here)) here[Number(key)] = next;
    else if (isRecord(here)) here[key] = next;
    here = next;
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (!isRecord(a) || !isRecord(b) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
