import type { ColumnRef, EdgeKind } from "../lineage/column-lineage.ts";
import { signOf, signTree } from "./sign.ts";

/** What a value inside a statement is made of, down to the columns of the nodes that it reads. */
export interface Trace {
  /** `same`: the value of one column, under whatever name. */
  kind: "same" | Exclude<EdgeKind, "passthrough" | "renamed">;
  from: readonly ColumnRef[];
  /** The same for the same computation from the same columns, all the way down. */
  sign: string;
  /** The tree of the expression that computes it; undefined where it is a plain column. */
  expression?: unknown;
  /** Why it cannot be told; the rest means nothing then. */
  unclear?: string;
}

export function sameAs(node: string, column: string): Trace {
  return { kind: "same", from: [{ node, column }], sign: `${node}.${column.toLowerCase()}` };
}

export function constant(expression?: unknown): Trace {
  return { kind: "constant", from: [], expression, sign: signTree(expression) };
}

export function unclear(reason: string): Trace {
  return { kind: "derived", from: [], sign: "?", unclear: reason };
}

/** The same value in another form: what was computed stays computed. */
export function inAnotherForm(inner: Trace, expression: unknown): Trace {
  if (inner.unclear !== undefined) return inner;
  const kind = inner.kind === "same" ? "cast" : inner.kind;
  const sign = signOf([signTree(expression), inner.sign]);
  // Of `cast(x.total as int)` people want to know what the total is.
  return { ...inner, kind, expression: inner.expression ?? expression, sign };
}

/** Something new made of all of these. */
export function madeOf(
  parts: readonly Trace[],
  kind: "derived" | "aggregated",
  expression: unknown,
): Trace {
  const reason = parts.find((part) => part.unclear !== undefined)?.unclear;
  if (reason !== undefined) return unclear(reason);
  const sign = signOf([kind, signTree(expression), ...parts.map((part) => part.sign)]);
  return { kind, from: distinctRefs(parts.flatMap(({ from }) => from)), expression, sign };
}

/** The column that these branches of a UNION give. */
export function united(branches: readonly Trace[]): Trace {
  const [first, ...rest] = branches;
  if (first === undefined) return unclear("a UNION without branches");
  const reason = branches.find((branch) => branch.unclear !== undefined)?.unclear;
  if (reason !== undefined) return unclear(reason);
  const sign = signOf(["union", ...branches.map((branch) => branch.sign)]);
  if (branches.every(({ kind }) => kind === "constant")) return { ...constant(), sign };
  const isOne = rest.every((branch) => branch.kind === first.kind && isSame(branch, first));
  if (isOne && (first.kind === "same" || rest.length === 0)) return first;
  return { kind: "union", from: distinctRefs(branches.flatMap(({ from }) => from)), sign };
}

export function distinctRefs(refs: readonly ColumnRef[]): readonly ColumnRef[] {
  if (refs.length < 2) return refs;
  const found = new Map<string, ColumnRef>();
  for (const ref of refs) {
    const key = refKey(ref);
    if (!found.has(key)) found.set(key, ref);
  }
  return [...found.values()];
}

export function refKey({ node, column }: ColumnRef): string {
  return `${node}\n${column.toLowerCase()}`;
}

function isSame(one: Trace, other: Trace): boolean {
  const keys = new Set(one.from.map(refKey));
  return one.from.length === other.from.length && other.from.every((ref) => keys.has(refKey(ref)));
}
