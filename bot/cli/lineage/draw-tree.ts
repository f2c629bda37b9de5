/** Lines of a tree whose root is `start`; what was drawn already is not drawn again. */
export function drawTree({
  start,
  next,
  label,
  maxDepth,
  maxLines,
}: {
  start: string;
  next(id: string): readonly string[];
  label(id: string): string;
  maxDepth: number;
  maxLines: number;
}): readonly string[] {
  const lines: string[] = [];
  const drawn = new Set<string>();
  let left = 0;
  draw(start, "", 1);
  return left === 0 ? lines : [...lines, `… and ${left} more; --json has them all`];

  function draw(id: string, indent: string, depth: number): void {
    if (depth > maxDepth) return;
    const below = next(id);
    for (const [index, child] of below.entries()) {
      const isLast = index === below.length - 1;
      const isAgain = drawn.has(child) && next(child).length > 0;
      if (lines.length >= maxLines) left++;
      else
        lines.push(`${indent}${isLast ? "└─" : "├─"} ${label(child)}${isAgain ? " (above)" : ""}`);
      if (drawn.has(child)) continue;
      drawn.add(child);
      draw(child, `${indent}${isLast ? "   " : "│  "}`, depth + 1);
    }
  }
}
