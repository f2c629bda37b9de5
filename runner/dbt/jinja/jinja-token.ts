import type { Expression } from "./program.ts";

/** A word, string, number or sign of a Jinja expression. `at` is its place in the text. */
export interface JinjaToken {
  kind: "name" | "string" | "number" | "sign";
  text: string;
  at: number;
}

/** `{{ … }}` or `{% … %}`, from `at` to `end` in the text. */
export interface JinjaBlock {
  kind: "expression" | "statement";
  tokens: readonly JinjaToken[];
  at: number;
  end: number;
  /** The same block of other templates; its tokens have their places from its own begin. */
  known?: KnownBlock;
}

/** A block that is the same wherever it stands. */
export interface KnownBlock {
  tokens: readonly JinjaToken[];
  /** What it was parsed as, once somebody has. */
  expressions?: readonly Expression[];
}
