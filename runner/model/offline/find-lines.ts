import type { Recipe } from "./recipe.ts";

export interface FoundLine {
  path: string;
  line: number;
  text: string;
}

/** Not the project's own: what dbt made or installed. */
const foreign = /(?:^|\/)(?:target|dbt_packages)\//;

/** Lines that match a regular expression in files of the given endings, through the grep tool. */
export function* findLines(
  pattern: string,
  endings: readonly string[],
): Recipe<readonly FoundLine[]> {
  const { replies } = yield {
    calls: endings.map((ending) => ({
      tool: "grep",
      input: { pattern, glob: `**/*.${ending}`, limit: 500 },
    })),
  };
  return replies.flatMap(({ text, isError }) =>
    isError ? [] : text.split("\n").flatMap((line) => parse(line)),
  );
}

function parse(line: string): FoundLine[] {
  const match = /^(.+?):(\d+): (.*)$/.exec(line);
  const [, path, number, text] = match ?? [];
  if (path === undefined || text === undefined || foreign.test(path)) return [];
  return [{ path, line: Number(number), text }];
}
