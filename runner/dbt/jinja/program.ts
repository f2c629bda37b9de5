/** A Jinja expression, as plain data. */
export type Expression =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "name"; name: string }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "dict"; entries: readonly (readonly [Expression, Expression])[] }
  | {
      kind: "call";
      callee: Expression;
      args: readonly Expression[];
      named: readonly (readonly [string, Expression])[];
      /** Line of a `ref` or `source`, from 1. */
      line?: number;
    }
  | { kind: "member"; of: Expression; key: Expression }
  | { kind: "filter"; name: string; of: Expression; args: readonly Expression[] }
  /** `~`, `+`, `and`, `==`, `not`, `is none`, `is not defined`, …; what is not understood has the sign `?`. */
  | { kind: "operation"; sign: string; parts: readonly Expression[] }
  | { kind: "choice"; condition: Expression; then: Expression; otherwise: Expression };

/** What a template does, as far as it may matter to what it reads. */
export type Statement =
  | { kind: "print"; expressions: readonly Expression[] }
  /** Without a value: the names stand for text that is rendered. */
  | { kind: "set"; names: readonly string[]; value: Expression | undefined }
  | { kind: "for"; names: readonly string[]; over: Expression; body: readonly Statement[] }
  /** What may be done or not. */
  | { kind: "branch"; body: readonly Statement[] };

export interface MacroParameter {
  name: string;
  fallback?: Expression;
}

export interface MacroProgram {
  name: string;
  parameters: readonly MacroParameter[];
  statements: readonly Statement[];
  line: number;
  /** Place of the body in the text. */
  start: number;
  end: number;
}

export interface Program {
  statements: readonly Statement[];
  macros: readonly MacroProgram[];
  snapshots: readonly { name: string; statements: readonly Statement[]; line: number }[];
  docs: readonly { name: string; start: number; end: number }[];
  problem: { line: number; message: string } | undefined;
}
