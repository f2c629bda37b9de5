import type { DescribedColumn, LineageDescription } from "#runner/lineage/describe-lineage.ts";
import type { ProjectGraph } from "#runner/lineage/project-graph.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";
import { drawTree } from "./draw-tree.ts";

/** Lines of one tree. */
const maxLines = 200;
/** Letters of an expression. */
const maxExpression = 100;

/** Draws where a node comes from and where it leads. */
export function tellLineage(
  { node, nodes, columns }: LineageDescription,
  graph: ProjectGraph,
  terminal: Terminal,
): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const shown = new Map(nodes.map((one) => [one.name, one]));
  const self = shown.get(node);
  const label = (id: string) => {
    const kind = graph.nodes.get(id)?.kind ?? "not in the project";
    return `${plain(id)}${kind === "model" ? "" : paint(2, `  ${kind}`)}`;
  };
  terminal.out(`${paint(1, plain(node))}  ${paint(2, `${self?.kind} ${plain(self?.path ?? "")}`)}`);
  const tree = (title: string, sign: 1 | -1, next: (id: string) => readonly string[]) => {
    const isThere = (id: string) => (shown.get(id)?.distance ?? 0) * sign > 0;
    const lines = drawTree({
      start: node,
      next: (id) => next(id).filter(isThere),
      label,
      maxDepth: Number.POSITIVE_INFINITY,
      maxLines,
    });
    if (lines.length === 0) return;
    terminal.out(paint(2, title));
    for (const line of lines) terminal.out(`  ${line}`);
  };
  tree("comes from", -1, (id) => graph.nodes.get(id)?.reads ?? []);
  tree("leads to", 1, (id) => graph.readers.get(id) ?? []);
  if (columns === undefined) return;
  if (!columns.known) {
    terminal.out(`columns cannot be told: ${plain(columns.reason)}`);
    return;
  }
  terminal.out(paint(2, "columns"));
  const width = Math.max(0, ...columns.columns.map(({ name }) => name.length));
  for (const column of columns.columns) {
    const { name, kind } = column;
    terminal.out(
      `  ${plain(name).padEnd(width)}  ${paint(2, kind.padEnd(11))}  ${plain(sayFrom(column))}`,
    );
    if (column.expression !== undefined) {
      terminal.out(
        `  ${" ".repeat(width)}  ${" ".repeat(11)}  ${paint(2, plain(short(column.expression)))}`,
      );
    }
  }
  for (const { name, reason } of columns.unclear) {
    terminal.out(
      `  ${plain(name).padEnd(width)}  ${paint(33, "unclear    ")}  ${plain(short(reason))}`,
    );
  }
  if (columns.others !== undefined) {
    terminal.out(
      `  ${paint(33, "and others")} that cannot be named: ${plain(short(columns.others))}`,
    );
  }
}

/** What it is made of one step up, then where that comes from in the end. */
function sayFrom({ from, origins }: DescribedColumn): string {
  if (from.length === 0) return "";
  const direct = new Set(from);
  const far = Math.max(1, ...origins.map(({ distance }) => distance));
  const ends = origins.filter(({ distance, column }) => distance === far && !direct.has(column));
  const first = from.slice(0, 4).join(", ") + (from.length > 4 ? ", …" : "");
  if (ends.length === 0) return first;
  const last = ends
    .slice(0, 3)
    .map(({ column }) => column)
    .join(", ");
  return `${first}  ← ${last}${ends.length > 3 ? ", …" : ""}`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > maxExpression ? `${line.slice(0, maxExpression)}…` : line;
}
