import type { Recipe } from "./recipe.ts";

/** A file to read: as it is in the workspace, or as it was at the base commit. */
export interface Wanted {
  path: string;
  version: "workspace" | "base";
}

/** Lines asked for at first, and calls of one turn. */
const pageLines = 200;
const maxCalls = 20;

const header = /^[^\n]*, lines (\d+)-(\d+) of (\d+)\n/;
const cut = /\[… \d+ characters left out here …\]/;

interface Reading {
  wanted: Wanted;
  text: string;
  line: number;
  limit: number;
  /** undefined while there is more to read. */
  end: "whole" | "unreadable" | undefined;
}

/** Reads whole files through the read tool, page by page. What cannot be read whole is left out. */
export function* readFiles(wanted: readonly Wanted[]): Recipe<ReadonlyMap<string, string>> {
  const all: Reading[] = wanted.map((file) => ({
    wanted: file,
    text: "",
    line: 0,
    limit: pageLines,
    end: undefined,
  }));
  for (;;) {
    const open = all.filter(({ end }) => end === undefined).slice(0, maxCalls);
    if (open.length === 0) break;
    const { replies } = yield {
      calls: open.map(({ wanted: { path, version }, line, limit }) => ({
        tool: "read",
        input: { path, offset: line, limit, version },
      })),
    };
    for (const [index, reading] of open.entries()) take(reading, replies[index]?.text ?? "");
  }
  return new Map(
    all.flatMap(({ wanted: file, text, end }) =>
      end === "whole" ? [[fileKey(file), text] as const] : [],
    ),
  );
}

/** Under which key `readFiles` answers a file. */
export function fileKey({ path, version }: Wanted): string {
  return `${version}:${path}`;
}

function take(reading: Reading, answer: string): void {
  const match = header.exec(answer);
  if (match === null) {
    reading.end = "unreadable";
    return;
  }
  if (cut.test(answer)) {
    if (reading.limit === 1) reading.end = "unreadable";
    reading.limit = Math.max(1, Math.floor(reading.limit / 4));
    return;
  }
  const [whole, , last, total] = match;
  const page = answer.slice(whole.length);
  const isLast = last === total;
  reading.text += isLast || page.endsWith("\n") ? page : `${page}\n`;
  reading.line = Number(last);
  if (isLast) reading.end = "whole";
}
