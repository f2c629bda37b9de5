/** A node of a parser's JSON. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textIn(tree: Tree, member: string): string {
  const value = tree[member];
  return typeof value === "string" ? value : "";
}

export function listIn(tree: Tree, member: string): readonly unknown[] {
  const value = tree[member];
  return Array.isArray(value) ? value : [];
}

export function textsIn(tree: Tree, member: string): string[] {
  return listIn(tree, member).filter((value) => typeof value === "string");
}

export function treesIn(tree: Tree, member: string): Tree[] {
  return listIn(tree, member).filter(isTree);
}

/** Deepest tree that is walked, in levels: a walk calls itself for each. */
const maxLevels = 1_500;

export function isTooDeep(tree: unknown): boolean {
  let level = [tree];
  for (let depth = 0; depth < maxLevels; depth++) {
    const next = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
