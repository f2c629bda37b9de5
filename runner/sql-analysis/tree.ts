/** Part of what the parser answers: plain data, read with care because its shape is the vendor's. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An expression is an object with one member: its kind, then what it is made of. */
export function readKind(value: unknown): { kind: string; parts: Tree } | undefined {
  if (!isTree(value)) return undefined;
  const [first, more] = Object.entries(value);
  if (first === undefined || more !== undefined) return undefined;
  const [kind, parts] = first;
  if (parts === null) return { kind, parts: {} };
  return isTree(parts) ? { kind, parts } : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text of an identifier. */
export function nameOf(identifier: unknown): string | undefined {
  if (typeof identifier === "string") return identifier;
  return isTree(identifier) && typeof identifier.name === "string" ? identifier.name : undefined;
}

export function namesOf(identifiers: unknown): string[] {
  return listOf(identifiers).flatMap((one) => nameOf(one) ?? []);
}
