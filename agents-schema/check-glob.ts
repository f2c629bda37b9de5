import picomatch from "picomatch";

/** More alternatives than this in one pattern is a mistake or an attack, not a wish. */
const maxAlternatives = 200;

/**
 * What is wrong with a path or glob of an agent file, as `message\nhint`; undefined when nothing is.
 * Paths are relative to the repository, with `/`; a directory ends with `/`; `!` in front excludes.
 */
export function checkGlob(glob: string): string | undefined {
  const pattern = glob.startsWith("!") ? glob.slice(1) : glob;
  if (pattern.trim() === "")
    return "an empty path matches nothing\nremove it, or write `**` for every file";
  if (pattern !== pattern.trim()) return "this path has spaces around it\nremove them";
  if (pattern.length > 500)
    return "this pattern is longer than 500 characters\nsplit it into several";
  if (/^[a-z][a-z0-9+.-]*:/i.test(pattern)) {
    return "a path of the repository is expected, not an address or a drive\nwrite it relative to the repository, such as `models/marts/`";
  }
  if (pattern.startsWith("/")) {
    return `an absolute path leads out of the repository\nwrite \`${pattern.replace(/^\/+/, "") || "**"}\``;
  }
  if (pattern.split("/").includes(".."))
    return "`..` leads out of the repository\nwrite the path from the top of the repository";
  if (/\\[^[\](){}*?!+@|\\]/.test(`${pattern} `)) {
    return `paths are written with \`/\`\nwrite \`${pattern.replaceAll("\\", "/")}\``;
  }
  if (alternatives(pattern) > maxAlternatives) {
    return `the braces make more than ${maxAlternatives} patterns\nsplit it into several`;
  }
  if (hasCostlySegment(pattern)) {
    return "more than three wildcards between two slashes together with `[…]` or `(…)`\nwrite it simpler";
  }
  return matcherFailure(pattern);
}

/** Product of all brace lists: an upper bound of what expanding them would make. */
function alternatives(pattern: string): number {
  const lists = pattern.match(/\{[^{}]*\}/g) ?? [];
  const depth = (pattern.match(/\{/g) ?? []).length;
  if (depth > 10) return Number.POSITIVE_INFINITY;
  const ranges = /\{[^{}]*\.\.[^{}]*\}/.test(pattern) ? 10 : 1;
  return lists.reduce((product, list) => product * list.split(",").length, ranges);
}

/** Brackets and groups are matched by a backtracking regular expression: bound its exponent. */
function hasCostlySegment(pattern: string): boolean {
  if (!/[[(]/.test(pattern)) return false;
  return pattern.split("/").some((segment) => (segment.match(/[*+]/g) ?? []).length > 3);
}

function matcherFailure(pattern: string): string | undefined {
  try {
    picomatch(pattern, { dot: true, strictBrackets: true });
    return undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const plain = reason.split(" - ", 1)[0] ?? "";
    return `not a glob: ${plain.charAt(0).toLowerCase()}${plain.slice(1)}\nclose every bracket, or escape it with a backslash`;
  }
}
