import { hasColumn, type RelationColumn, type Rest, restUnknown } from "./relation.ts";
import type { NamedRelation } from "./scope.ts";
import { type Place, traceExpression } from "./trace-expression.ts";
import { isTree, listOf, nameOf, namesOf, readKind } from "./tree.ts";

/** No table has more; a statement that doubles its columns again and again would. */
const maxColumns = 20_000;

/** The columns that `*`, `t.*`, `* exclude (…)` or `* replace (…)` stands for; undefined: it is none of them. */
export function expandStar(
  place: Place,
  expression: unknown,
): { columns: readonly RelationColumn[]; rest: Rest | undefined } | undefined {
  const node = readKind(expression);
  if (node?.kind === "function" && String(node.parts.name).toLowerCase() === "columns") {
    return { columns: [], rest: restUnknown("COLUMNS(…) chooses columns while it runs") };
  }
  if (node?.kind !== "star") return undefined;
  const { table, except, replace, rename } = node.parts;
  const qualifier = nameOf(table)?.toLowerCase();
  const { relations, merged } = place.scope;
  const chosen = relations.filter(
    ({ name, isHidden }) =>
      (isHidden !== true || qualifier !== undefined) &&
      (qualifier === undefined || name?.toLowerCase() === qualifier),
  );
  if (chosen.length === 0 && qualifier !== undefined) {
    const structure = `${qualifier}.* of something that is no relation here`;
    return { columns: [], rest: restUnknown(structure) };
  }

  const excluded = new Set(namesOf(except).map((name) => name.toLowerCase()));
  const replaced = new Map(listOf(replace).flatMap((one) => readReplacement(place, one)));
  const renamed = new Map(listOf(rename).flatMap(readRename));
  const isShown = new Set<string>();
  const columns = chosen.flatMap(({ relation }) =>
    relation.columns.flatMap(({ name, trace }): RelationColumn[] => {
      const key = name.toLowerCase();
      const one = qualifier === undefined ? merged.get(key) : undefined;
      if (excluded.has(key) || (one !== undefined && isShown.has(key))) return [];
      isShown.add(key);
      return [{ name: renamed.get(key) ?? name, trace: replaced.get(key) ?? one ?? trace }];
    }),
  );
  const named = [...replaced].filter(([key]) => !isShown.has(key) && !excluded.has(key));
  if (columns.length > maxColumns) {
    return { columns: [], rest: restUnknown(`a * of more than ${maxColumns} columns`) };
  }
  const rest = restOf(chosen, merged.size > 0 && qualifier === undefined);
  if (rest === undefined) return { columns, rest };
  const isPlain = excluded.size === 0 && replaced.size === 0 && renamed.size === 0;
  return {
    columns: [...columns, ...named.map(([name, trace]) => ({ name, trace }))],
    rest: isPlain ? rest : withoutNode(rest, excluded),
  };
}

function restOf(relations: readonly NamedRelation[], isMerged: boolean): Rest | undefined {
  const [only, ...others] = relations.flatMap(({ relation }) => relation.rest ?? []);
  if (only === undefined) return undefined;
  if (others.length === 0 && relations.length === 1 && !isMerged) return only;
  if (others.length > 0) {
    return restUnknown([...new Set([only, ...others].map(({ reason }) => reason))].join("; "));
  }
  // Of several relations one is open: what none of the others has is of that one.
  const closed = relations.filter(({ relation }) => relation.rest === undefined);
  return {
    ...only,
    node: undefined,
    find: (name) =>
      closed.some(({ relation }) => hasColumn(relation, name))
        ? restUnknown(only.reason).find(name)
        : only.find(name),
  };
}

function withoutNode(rest: Rest, excluded: ReadonlySet<string>): Rest {
  return {
    reason: rest.reason,
    node: undefined,
    find: (name) =>
      excluded.has(name.toLowerCase()) ? restUnknown("it is excluded").find(name) : rest.find(name),
  };
}

function readReplacement(place: Place, one: unknown): [string, RelationColumn["trace"]][] {
  const parts = isTree(one) && isTree(one.alias) && "this" in one ? one : readKind(one)?.parts;
  const name = nameOf(parts?.alias);
  return name === undefined ? [] : [[name.toLowerCase(), traceExpression(place, parts?.this)]];
}

function readRename(pair: unknown): [string, string][] {
  const [from, to] = namesOf(pair);
  return from === undefined || to === undefined ? [] : [[from.toLowerCase(), to]];
}
