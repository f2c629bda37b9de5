import type { ColumnLineage, OutputColumn, UnclearColumn } from "./column-lineage.ts";
import { columnNames } from "./column-names.ts";

type Known = Extract<ColumnLineage, { kind: "known" }>;

/**
 * What is true of a node whichever way its conditions go. A column that is made in different ways, or is
 * there in some only, is unclear.
 */
export function mergeVariants(variants: readonly ColumnLineage[]): ColumnLineage {
  const known = variants.filter((variant) => variant.kind === "known");
  const [first, ...others] = known;
  if (first === undefined) return variants[0] ?? { kind: "unknown", reason: "it has no SQL" };
  if (others.length === 0) return first;
  const agreed = first.columns.filter((column) =>
    others.every(({ columns }) => columns.some((other) => isSame(column, other))),
  );
  const agreedNames = new Set(agreed.map(({ name }) => name.toLowerCase()));
  const unclear = new Map<string, UnclearColumn>();
  for (const [position, name] of known.flatMap((variant) => [...columnNames(variant).entries()])) {
    const key = name.toLowerCase();
    if (agreedNames.has(key) || unclear.has(key)) continue;
    const reason = "it depends on a condition that only dbt can tell";
    unclear.set(key, { name, reason, position });
  }
  for (const one of known.flatMap((variant) => variant.unclear ?? [])) {
    unclear.set(one.name.toLowerCase(), one);
  }
  const open = known.find(({ others: rest }) => rest !== undefined)?.others;
  const isAgreed = known.every(({ others: rest }) => rest?.from === open?.from);
  return {
    kind: "known",
    columns: agreed
      .filter(({ name }) => !unclear.has(name.toLowerCase()))
      .map((column) => ({ ...column, sign: signsOf(column.name, known) })),
    uses: distinct(known.flatMap(({ uses }) => uses)),
    joins: distinct(known.flatMap(({ joins }) => joins)),
    rows: known.map(({ rows }) => rows).join(" "),
    ...(unclear.size > 0 && { unclear: [...unclear.values()] }),
    ...(open !== undefined && { others: isAgreed ? open : { ...open, from: undefined } }),
  };
}

/** In every variant. */
function signsOf(name: string, variants: readonly Known[]): string {
  const key = name.toLowerCase();
  return variants
    .map(({ columns }) => columns.find((column) => column.name.toLowerCase() === key)?.sign ?? "")
    .join(" ");
}

function isSame(one: OutputColumn, other: OutputColumn): boolean {
  return signOf(one) === signOf(other);
}

function signOf({ name, kind, from }: OutputColumn): string {
  const refs = from.map(({ node, column }) => `${node}.${column}`.toLowerCase()).sort();
  return [name.toLowerCase(), kind, ...refs].join("\n");
}

function distinct<One extends Known["uses"][number] | Known["joins"][number]>(
  all: readonly One[],
): One[] {
  return [...new Map(all.map((one) => [JSON.stringify(one).toLowerCase(), one])).values()];
}
