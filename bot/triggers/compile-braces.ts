/** More than this is left to picomatch, which does not write the alternatives out. */
const maxPatterns = 200;

/**
 * `models/**\/*.{sql,yml}` as the patterns that it stands for; undefined when its braces mean something else
 * than a choice (`{1..3}`, `{one}`, unbalanced ones) or would make more than 200 patterns.
 */
export function expandBraces(glob: string): string[] | undefined {
  const open = glob.indexOf("{");
  if (open === -1) return glob.includes("}") ? undefined : [glob];
  const choice = readChoice(glob, open);
  if (choice === undefined) return undefined;

  const before = glob.slice(0, open);
  const rests = expandBraces(glob.slice(choice.end));
  if (rests === undefined) return undefined;
  const expanded: string[] = [];
  for (const alternative of choice.alternatives) {
    const inner = expandBraces(alternative);
    if (inner === undefined || inner.length * rests.length > maxPatterns) return undefined;
    for (const one of inner) for (const rest of rests) expanded.push(before + one + rest);
  }
  return expanded.length > maxPatterns ? undefined : expanded;
}

/** The alternatives of the brace that opens at `open`, and where it ends. */
function readChoice(
  glob: string,
  open: number,
): { alternatives: string[]; end: number } | undefined {
  const alternatives: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < glob.length; at++) {
    const character = glob[at];
    if (character === "{") depth++;
    if (character === "}") depth--;
    const isSeparator = depth === 1 && character === ",";
    if (!isSeparator && depth !== 0) continue;
    alternatives.push(glob.slice(start, at));
    start = at + 1;
    if (depth > 0) continue;
    const isChoice = alternatives.length > 1 && alternatives.every(isSimple);
    return isChoice ? { alternatives, end: at + 1 } : undefined;
  }
  return undefined;
}

/** picomatch reads empty alternatives, a lone `*`, ranges and `**` inside braces in ways of its own. */
function isSimple(alternative: string): boolean {
  if (alternative.includes("..") || alternative.includes("**")) return false;
  return alternative.split("/").every((segment) => segment !== "" && segment !== "*");
}
