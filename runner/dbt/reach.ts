/** Everything that can be reached from a node, nearest first, without the node itself. Circles end. */
export function reach(start: string, next: (node: string) => readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (let level: readonly string[] = [start]; level.length > 0; ) {
    const reached = new Set(level.flatMap((node) => [...next(node)]));
    level = [...reached].filter((node) => node !== start && !found.has(node));
    for (const node of level) found.add(node);
  }
  return [...found];
}
