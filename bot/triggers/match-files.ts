import type { Agent, Trigger } from "#agents-schema/agent.ts";
import type { CompiledTrigger } from "./compile-trigger.ts";
import type { TriggerMatch, TriggerVerdict } from "./match-answer.ts";
import type { PathMatches } from "./match-paths.ts";

/**
 * Starts on the files that some `include` matches (each one, when there is none) and no `exclude`. A filter
 * without patterns lets every event through, also one without files; `why` is its reason then.
 */
export function matchFiles(
  compiled: CompiledTrigger,
  changed: PathMatches,
  why: string,
): TriggerVerdict {
  const first = firstFile(compiled, changed);
  if (first === undefined && !compiled.isOpen) return compiled.unmatched;
  return { starts: true, answer: new StartedOnFiles(compiled, changed, first, why) };
}

/** A class for its getters: of a thousand agents few are asked for their reason and files. */
class StartedOnFiles implements TriggerMatch {
  readonly starts = true;
  private readonly compiled: CompiledTrigger;
  private readonly changed: PathMatches;
  private readonly first: number | undefined;
  private readonly why: string;

  constructor(
    compiled: CompiledTrigger,
    changed: PathMatches,
    first: number | undefined,
    why: string,
  ) {
    this.compiled = compiled;
    this.changed = changed;
    this.first = first;
    this.why = why;
  }

  get agent(): Agent {
    return this.compiled.agent;
  }

  get trigger(): Trigger {
    return this.compiled.trigger;
  }

  get reason(): string {
    const { compiled, changed, first } = this;
    if (first === undefined) return this.why;
    const by = compiled.globs.find((_, at) => hasBit(changed, compiled.include[at] ?? 0, first));
    return by === undefined ? this.why : `${changed.files[first] ?? ""} matches ${by}`;
  }

  get files(): readonly string[] {
    const { compiled, changed } = this;
    return changed.files.filter((_, file) => isLetThrough(compiled, changed, file));
  }
}

/** A word of 32 files at a time, ending at the first that counts. */
function firstFile(
  { include, exclude, isOpen }: CompiledTrigger,
  { words, bits, files }: PathMatches,
): number | undefined {
  if (isOpen) return files.length > 0 ? 0 : undefined;
  for (let word = 0; word < words; word++) {
    let through = include.length === 0 ? allFiles(files.length, word) : 0;
    for (const id of include) through |= bits[id * words + word] ?? 0;
    for (const id of exclude) through &= ~(bits[id * words + word] ?? 0);
    if (through !== 0) return word * 32 + lowestBit(through);
  }
  return undefined;
}

function allFiles(count: number, word: number): number {
  const left = count - word * 32;
  return left >= 32 ? -1 : 2 ** left - 1;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

function isLetThrough(filter: CompiledTrigger, changed: PathMatches, file: number): boolean {
  const isIncluded =
    filter.include.length === 0 || filter.include.some((id) => hasBit(changed, id, file));
  return isIncluded && !filter.exclude.some((id) => hasBit(changed, id, file));
}

function hasBit({ words, bits }: PathMatches, id: number, file: number): boolean {
  return ((bits[id * words + (file >>> 5)] ?? 0) & (1 << (file & 31))) !== 0;
}
