import { onlyOne, type RefFact, refFacts } from "./evaluated-parts.ts";
import { anything, isRecord, type Possible, type Value } from "./values.ts";

export interface UnclearRead {
  /** 0: not a line of the template itself. */
  line: number;
  what: string;
}

/** What a template reads and configures, each once. */
export interface ReadCollector {
  refs: Map<string, RefFact>;
  sources: Set<string>;
  unclearReads: Map<string, UnclearRead>;
  config: Map<string, Value>;
  /** What was asked of the world: macros by name, and `variables`. */
  asks: Set<string>;
}

export function createCollector(): ReadCollector {
  return {
    refs: new Map(),
    sources: new Set(),
    unclearReads: new Map(),
    config: new Map(),
    asks: new Set(),
  };
}

/** `ref(…)` or `source(…)` with what its arguments may be. */
export function collectRead(
  into: ReadCollector,
  what: "ref" | "source",
  given: {
    args: readonly Possible[];
    named: ReadonlyMap<string, Possible>;
    line: number;
    /** The macro that it stands in; undefined: the template itself. */
    macro: string | undefined;
  },
): void {
  const { args, named, line, macro } = given;
  const version = named.get("v") ?? named.get("version");
  const first = args[0] ?? anything;
  const seconds: readonly (Value | undefined)[] = args[1] ?? [undefined];
  for (const one of first) {
    for (const other of seconds) {
      const isKnown = typeof one === "string" && (other === undefined || typeof other === "string");
      if (!isKnown || (what === "source" && other === undefined)) {
        const unclear =
          macro === undefined ? { line, what } : { line: 0, what: `${what} in the macro ${macro}` };
        into.unclearReads.set(`${unclear.line} ${unclear.what}`, unclear);
      } else if (what === "source") {
        into.sources.add(`${one}.${String(other)}`);
      } else {
        for (const fact of refFacts(one, other, version)) into.refs.set(keyOf(fact), fact);
      }
    }
  }
}

/** `config(materialized='table')`, or `config({…})`. */
export function collectConfig(
  into: ReadCollector,
  args: readonly Possible[],
  named: ReadonlyMap<string, Possible>,
): void {
  const [inDict] = args.map(onlyOne);
  if (inDict !== undefined && isRecord(inDict)) {
    for (const [key, value] of Object.entries(inDict)) into.config.set(key, value);
  }
  for (const [key, value] of named) into.config.set(key, onlyOne(value));
}

/** Adds what a macro did. */
export function addReads(into: ReadCollector, more: ReadCollector): void {
  for (const [key, ref] of more.refs) into.refs.set(key, ref);
  for (const source of more.sources) into.sources.add(source);
  for (const [key, unclear] of more.unclearReads) into.unclearReads.set(key, unclear);
  for (const [key, value] of more.config) into.config.set(key, value);
  for (const asked of more.asks) into.asks.add(asked);
}

function keyOf(fact: RefFact): string {
  return typeof fact === "string" ? fact : JSON.stringify(fact);
}
