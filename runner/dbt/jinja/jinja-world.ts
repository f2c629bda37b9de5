import type { ReadCollector, UnclearRead } from "./collect-reads.ts";
import type { RefFact, TargetWords } from "./evaluated-parts.ts";
import type { MacroParameter, Statement } from "./program.ts";
import type { Possible, Value } from "./values.ts";

export interface KnownMacro {
  /** Package whose macros its body sees first. */
  package: string | undefined;
  name: string;
  parameters: readonly MacroParameter[];
  statements: readonly Statement[];
  /** It reads or configures something, by itself or through others; else it only answers. */
  reads: boolean;
}

/** What a template is evaluated in. */
export interface JinjaWorld {
  /** undefined: not known yet. */
  vars: Readonly<Record<string, Value>> | undefined;
  target: TargetWords;
  /** A macro that may read something, or may answer something; undefined: there is none, or it does not matter. */
  macro(
    name: string,
    from: { package: string | undefined; of: string | undefined },
  ): KnownMacro | undefined;
  /** Package that the template belongs to; undefined: the project itself. */
  package: string | undefined;
  /** What macros did when they were called with the same before. */
  called: Map<KnownMacro, Map<string, { answer: Possible; reads: ReadCollector }>>;
}

export interface Evaluated {
  refs: readonly RefFact[];
  /** `source.table`. */
  sources: readonly string[];
  /** Reads of something computed. */
  unclearReads: readonly UnclearRead[];
  config: ReadonlyMap<string, Value>;
  /** What it answered with `return`. */
  returned: Value;
  /** What it asks the world for: macros by name, and `variables` for the project's variables and the target. */
  asks: ReadonlySet<string>;
}

/** Stands for the project's variables and the target among what a template asks for. */
export const variables = "{{ var }}";
