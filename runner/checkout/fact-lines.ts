import type { FileFacts } from "../dbt/facts/file-facts.ts";
import type { ColumnFacts } from "../dbt/facts/property-facts.ts";
import type { Statement } from "../dbt/jinja/program.ts";

/** The path, what the file was like, its facts; whose each part set aside is: the place of a model, -1 for the program. */
type Head = [path: string, id: string, facts: FileFacts, aside: readonly number[]];

/** Behind the last part. A line that does not end like this was not written to its end. */
const end = "\t!";
const program = -1;

/**
 * Facts as a line of a file. Programs and columns are set aside, each behind a tab: nobody may ever look at
 * them, and what is not read costs nothing.
 */
export function toFactLine(path: string, id: string, facts: FileFacts): string {
  const parts: string[] = [];
  const aside: number[] = [];
  const setAside = (whose: number, value: unknown) => {
    aside.push(whose);
    parts.push(JSON.stringify(value));
  };
  const { template, properties } = facts;
  let rest = facts;
  if (template?.program !== undefined) {
    const { program: statements, ...others } = template;
    setAside(program, statements);
    rest = { ...facts, template: others };
  } else if (properties?.models !== undefined) {
    const models = properties.models.map((model, index) => {
      const { columns, ...others } = model;
      // Those that are read already are asked for by all.
      if (typeof columns !== "function") return model;
      setAside(index, columns());
      return others;
    });
    rest = { ...facts, properties: { ...properties, models } };
  }
  const head: Head = [path, id, rest, aside];
  return `${[JSON.stringify(head), ...parts].join("\t")}${end}`;
}

/** The heads of lines, without their parts, from `start` on. Lines that are broken are passed over. */
export function* factHeads(
  kept: Buffer,
  start: number,
): Generator<{ path: string; head: string; at: number; end: number }> {
  for (let at = start; at < kept.length; ) {
    const found = kept.indexOf(10, at);
    const lineEnd = found < 0 ? kept.length : found;
    const headEnd = kept.indexOf(9, at);
    const isWhole = kept[lineEnd - 2] === 9 && kept[lineEnd - 1] === 33;
    if (isWhole && headEnd > 0 && headEnd < lineEnd) {
      const head = kept.toString("utf8", at, headEnd);
      const path = pathIn(head);
      if (path !== undefined) yield { path, head, at, end: lineEnd };
    }
    at = lineEnd + 1;
  }
}

/** The facts of a line, if they are of the file as `id` says it is. Throws where the line is broken. */
export function readFactLine(
  kept: Buffer,
  { path, head, at }: { path: string; head: string; at: number },
  id: string,
): FileFacts | undefined {
  const isPlain = head.startsWith(`["${path}","${id}",`);
  if (!isPlain && !head.startsWith(`${JSON.stringify([path, id]).slice(0, -1)},`)) return undefined;
  const [, , facts, aside]: Head = JSON.parse(head);
  for (const [index, whose] of aside.entries()) {
    const part = () => partOf(kept, at, index);
    if (whose !== program) {
      const model = facts.properties?.models?.[whose];
      if (model !== undefined) model.columns = (): readonly ColumnFacts[] => JSON.parse(part());
    } else if (facts.template !== undefined) {
      facts.template.program = (): readonly Statement[] => JSON.parse(part());
    }
  }
  return facts;
}

function partOf(kept: Buffer, at: number, index: number): string {
  let start = kept.indexOf(9, at) + 1;
  for (let passed = 0; passed < index; passed++) start = kept.indexOf(9, start) + 1;
  return kept.toString("utf8", start, kept.indexOf(9, start));
}

function pathIn(head: string): string | undefined {
  const end = head.indexOf('","');
  if (!head.startsWith('["') || end < 0) return undefined;
  const path = head.slice(2, end);
  // As JSON writes it; nearly no path needs that.
  return path.includes("\\") ? JSON.parse(`"${path}"`) : path;
}
