import type { RefFact } from "../jinja/evaluated-parts.ts";
import type { MacroParameter, Statement } from "../jinja/program.ts";
import type { PropertyFacts } from "./property-facts.ts";

/** Counts up when facts mean something else than before: what was kept is forgotten then. */
export const factsVersion = 6;

/** What one file says, as far as the file alone tells: plain data, kept by its content. */
export interface FileFacts {
  template?: TemplateFacts;
  macros?: readonly MacroFacts[];
  snapshots?: readonly (TemplateFacts & { name: string; line: number })[];
  properties?: PropertyFacts;
  docs?: readonly { name: string; text: string }[];
  /** Of a settings file: its text. */
  text?: string;
  problem?: { line?: number; message: string };
}

/** What a template reads. With a `program` the rest holds only if nothing that it asks for says otherwise. */
export interface TemplateFacts {
  refs?: readonly RefFact[];
  sources?: readonly string[];
  unclearReads?: readonly { line: number; what: string }[];
  config?: Readonly<Record<string, unknown>>;
  /** Keys of `config` that are computed. */
  unclearConfig?: readonly string[];
  /** Where it was kept, read when somebody asks: few of them are looked at again. */
  program?: readonly Statement[] | (() => readonly Statement[]);
  /** What the program asks for that the file does not tell: variables or the target, and macros by name. */
  asks?: { variables?: true; macros: readonly string[] };
}

export interface MacroFacts {
  name: string;
  line: number;
  parameters: readonly MacroParameter[];
  statements: readonly Statement[];
  body: string;
  calls: readonly string[];
  /** By itself, not through what it calls, it reads or configures something, or only answers. */
  matters?: "reads" | "answers";
}
