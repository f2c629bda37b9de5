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
}
