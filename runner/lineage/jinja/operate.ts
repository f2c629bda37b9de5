import {
  holdsUnknown,
  isEqual,
  isTagged,
  isUnknown,
  type JinjaValue,
  unknown,
} from "./jinja-value.ts";
import type { ToText } from "./value-methods.ts";

/** What an operation gives; `unknown` where it cannot be told. `and`, `or` and `not` are decided elsewhere. */
export function operate(sign: string, parts: readonly JinjaValue[], toText: ToText): JinjaValue {
  const [left, right] = parts;
  const test = /^is (?<not>not )?(?<name>\w+)$/.exec(sign)?.groups;
  if (test?.name !== undefined) {
    const truth = passes(test.name, left, right);
    if (truth === undefined) return unknown(`whether it ${sign}`);
    return test.not === undefined ? truth : !truth;
  }
  if (sign === "~") return toText(left) + toText(right);
  const equal = sign === "==" || sign === "!=" ? isEqual(left, right) : undefined;
  if (equal !== undefined) return sign === "==" ? equal : !equal;
  if (sign === "in" || sign === "not in") {
    const found = contains(right, left);
    if (found === undefined) return unknown("whether something is in a list");
    return sign === "in" ? found : !found;
  }
  if (sign === "+" && Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  const isTextSum = typeof left === "string" || typeof right === "string";
  if (sign === "+" && isTextSum) return toText(left) + toText(right);
  if (typeof left === "number" && typeof right === "number") return compute(sign, left, right);
  if (
    typeof left === "string" &&
    typeof right === "string" &&
    !holdsUnknown(left) &&
    !holdsUnknown(right)
  ) {
    return compare(sign, left, right);
  }
  if (sign === "%" && typeof left === "string") return unknown("a text made by %");
  return unknown("a computation");
}

function compute(sign: string, left: number, right: number): JinjaValue {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left % right;
    case "**":
      return left ** right;
    default:
      return compare(sign, left, right);
  }
}

function compare<Kind extends string | number>(sign: string, left: Kind, right: Kind): JinjaValue {
  if (sign === "<") return left < right;
  if (sign === ">") return left > right;
  if (sign === "<=") return left <= right;
  return sign === ">=" ? left >= right : unknown("a computation");
}

function contains(whole: JinjaValue, part: JinjaValue): boolean | undefined {
  if (typeof whole === "string" && typeof part === "string") {
    if (holdsUnknown(whole) || holdsUnknown(part)) return undefined;
    return whole.includes(part);
  }
  if (whole instanceof Map) return isUnknown(part) ? undefined : whole.has(String(part));
  if (!Array.isArray(whole)) return undefined;
  const found = whole.map((item) => isEqual(item, part));
  if (found.includes(true)) return true;
  return found.includes(undefined) ? undefined : false;
}

function passes(test: string, value: JinjaValue, other: JinjaValue): boolean | undefined {
  if (test === "defined") return value !== undefined;
  if (test === "undefined") return value === undefined;
  if (isUnknown(value)) return undefined;
  switch (test) {
    case "none":
      return value === null || value === undefined;
    case "string":
      return typeof value === "string";
    case "number":
    case "integer":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "mapping":
      return value instanceof Map;
    case "iterable":
    case "sequence":
      return Array.isArray(value) || value instanceof Map || typeof value === "string";
    case "callable":
      return isTagged(value) && value.kind === "macro";
    case "true":
      return value === true;
    case "false":
      return value === false;
    case "odd":
      return typeof value === "number" ? value % 2 !== 0 : undefined;
    case "even":
      return typeof value === "number" ? value % 2 === 0 : undefined;
    case "equalto":
    case "eq":
      return isEqual(value, other);
    case "in":
      return contains(other, value);
    default:
      return undefined;
  }
}
