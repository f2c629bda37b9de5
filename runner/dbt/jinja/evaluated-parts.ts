import type { Expression } from "./program.ts";
import {
  bounded,
  isRecord,
  isValueList,
  type Possible,
  together,
  unclear,
  type Value,
} from "./values.ts";

/** `ref('x')`; a record where the call says more. */
export type RefFact = string | { name: string; package?: string; version?: string };

/** The value when it can be only one. */
export function onlyOne(possible: Possible): Value {
  const [first = unclear] = possible;
  return possible.length === 1 ? first : unclear;
}

/** What one of several names stands for: `for key, value in …`. */
export function parts(possible: Possible, index: number): Possible {
  return together(
    possible.map((value) => (isValueList(value) ? (value[index] ?? unclear) : unclear)),
  );
}

/** `dbt_utils.star` of a callee that is a name or its members; undefined: it is something else. */
export function pathOf(callee: Expression): string | undefined {
  if (callee.kind === "name") return callee.name;
  if (callee.kind !== "member" || callee.key.kind !== "literal") return undefined;
  const of = pathOf(callee.of);
  return of === undefined ? undefined : `${of}.${callee.key.value}`;
}

/** What is known of the target, in words. */
export interface TargetWords {
  database?: string | undefined;
  schema?: string | undefined;
  type?: string | undefined;
}

export function targetPart(target: TargetWords, key: string): string | undefined {
  if (key === "schema" || key === "dataset") return target.schema;
  if (key === "database" || key === "dbname" || key === "project") return target.database;
  // Its name says where people look, not where production is: nothing may depend on it.
  return key === "type" ? target.type : undefined;
}

/** A list or dictionary after `append`, `extend` or `update`. */
export function grown(how: string, value: Value, added: Value): Value {
  if (isValueList(value)) {
    if (how === "append") return bounded([...value, added]);
    return how === "extend" && isValueList(added) ? bounded([...value, ...added]) : unclear;
  }
  return isRecord(value) && isRecord(added) ? { ...value, ...added } : unclear;
}

/** What `ref` may refer to. */
export function refFacts(
  first: string,
  second: Value | undefined,
  version: Possible | undefined,
): RefFact[] {
  // ref('package', 'model') names the model last.
  const named = typeof second === "string" ? { name: second, package: first } : { name: first };
  const versions = (version ?? []).filter(
    (one) => typeof one === "string" || typeof one === "number",
  );
  if (versions.length > 0) return versions.map((one) => ({ ...named, version: String(one) }));
  return typeof second === "string" ? [named] : [first];
}
