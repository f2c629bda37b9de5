import type { Agent, Trigger } from "#agents-schema/agent.ts";
import type { CompiledPaths, CompiledTrigger } from "./compile-trigger.ts";
import type { TriggerMatch, TriggerVerdict } from "./match-answer.ts";
import type { PathMatches } from "./match-paths.ts";

/**
 * Starts on the files that some `include` matches (each one, when there is none) and no `exclude`. A filter
 * without patterns lets every event through, also one without files; `why` is its reason then.
 */
export function matchFiles(
  { agent, trigger, paths, unmatched }: CompiledTrigger,
  changed: PathMatches,
  why: string,
): TriggerVerdict {
  const first = firstFile(paths, changed);
  if (first === undefined && !paths.isOpen) return unmatched;
  return { starts: true, answer: new StartedOnFiles(agent, trigger, paths, changed, first, why) };
}

/** A class for its getters: of a thousand agents few are asked for their reason and files. */
class StartedOnFiles implements TriggerMatch {
  readonly starts = true;
  readonly agent: Agent;
  readonly trigger: Trigger;
  private readonly filter: CompiledPaths;
  private readonly changed: PathMatches;
  private readonly first: number | undefined;
  private readonly why: string;

  constructor(
    agent: Agent,
    trigger: Trigger,
    filter: CompiledPaths,
    changed: PathMatches,
    first: number | undefined,
    why: string,
  ) {
    this.agent = agent;
    this.trigger = trigger;
    this.filter = filter;
    this.changed = changed;
    this.first = first;
    this.why = why;
  }

  get reason(): string {
    const { filter, changed, first } = this;
    if (first === undefined) return this.why;
    const by = filter.globs.find((_, at) => hasBit(changed, filter.include[at] ?? 0, first));
    return by === undefined ? this.why : `${changed.files[first] ?? ""} matches ${by}`;
  }

  get files(): readonly string[] {
    const { filter, changed } = this;
    return changed.files.filter((_, file) => isLetThrough(filter, changed, file));
  }
}

/** A word of 32 files at a time, ending at the first that counts. */
function firstFile(
  { include, exclude, isOpen }: CompiledPaths,
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

function isLetThrough(filter: CompiledPaths, changed: PathMatches, file: number): boolean {
  const isIncluded =
    filter.include.length === 0 || filter.include.some((id) => hasBit(changed, id, file));
  return isIncluded && !filter.exclude.some((id) => hasBit(changed, id, file));
}

function hasBit({ words, bits }: PathMatches, id: number, file: number): boolean {
  return ((bits[id * words + (file >>> 5)] ?? 0) & (1 << (file & 31))) !== 0;
}
