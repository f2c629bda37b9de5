import type { JinjaValue } from "./jinja-value.ts";
import type { MacroText } from "./text-template.ts";

export interface KnownMacro {
  macro: MacroText;
  /** undefined: the project's own. */
  package: string | undefined;
}

/** What a template is rendered in. */
export interface RenderContext {
  /** Name of the node. */
  self: string;
  /** Kind of warehouse: `duckdb`, `postgres`, `snowflake`. */
  adapter: string;
  vars: ReadonlyMap<string, JinjaValue>;
  /** `from`: package whose macros come first; `of`: package that is named. */
  macro(
    name: string,
    from: { package: string | undefined; of: string | undefined },
  ): KnownMacro | undefined;
  /** Names of a node's columns, where they are known. */
  columnsOf(node: string): readonly string[] | undefined;
}

/** It cannot be rendered: too long, too deep, not understood. */
export class RenderStop extends Error {}

/** The template refuses the way that was taken: `exceptions.raise_compiler_error(…)`. */
export class RenderRefused extends Error {}
