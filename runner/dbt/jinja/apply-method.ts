import { asText, bounded, isRecord, isTrue, isValueList, unclear, type Value } from "./values.ts";

type Method = (on: Value, args: readonly Value[]) => Value;

const onText =
  (make: (text: string, ...args: string[]) => Value): Method =>
  (on, args) => {
    const texts = args.map(asText);
    const known = texts.filter((text) => text !== undefined);
    return typeof on === "string" && known.length === texts.length ? make(on, ...known) : unclear;
  };
const asBoolean: Method = (on) => {
  if (typeof on === "string") {
    if (/^(?:true|yes|on|1)$/i.test(on)) return true;
    return /^(?:false|no|off|0|)$/i.test(on) ? false : unclear;
  }
  return typeof on === "number" ? on !== 0 : on;
};

/** Methods of Python's values and filters of Jinja, where they are called alike. */
const methods: Readonly<Record<string, Method>> = {
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  strip: onText((text) => text.trim()),
  replace: onText((text, from = "", to = "") => text.replaceAll(from, to)),
  split: onText((text, by) => (by === undefined ? text.trim().split(/\s+/) : text.split(by))),
  startswith: onText((text, start = "") => text.startsWith(start)),
  endswith: onText((text, end = "") => text.endsWith(end)),
  items: (on) => (isRecord(on) ? Object.entries(on).map(([key, value]) => [key, value]) : unclear),
  keys: (on) => (isRecord(on) ? Object.keys(on) : unclear),
  values: (on) => (isRecord(on) ? Object.values(on) : unclear),
  get: (on, [key, fallback = null]) =>
    isRecord(on) && typeof key === "string" ? (ownValue(on, key) ?? fallback) : unclear,
  as_bool: asBoolean,
  bool: asBoolean,
  as_native: (on) => on,
  as_text: (on) => asText(on) ?? unclear,
  as_number: (on) => (typeof on === "string" && on !== "" ? numberOr(on) : on),
  int: (on) => (typeof on === "string" ? numberOr(on) : on),
  string: (on) => asText(on) ?? unclear,
  list: (on) => (isRecord(on) ? Object.keys(on) : on),
  unique: (on) => (isValueList(on) ? [...new Set(on)] : unclear),
  sort: (on) => on,
  first: (on) => (isValueList(on) ? (on[0] ?? unclear) : unclear),
  last: (on) => (isValueList(on) ? (on.at(-1) ?? unclear) : unclear),
  length: (on) => (isValueList(on) ? on.length : unclear),
  default: (on, [fallback = unclear]) => on ?? fallback,
  join: (on, args) => joined(on, args),
  title: onText((text) =>
    text.replaceAll(/\w+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ),
};

/** What a method or filter makes of a value; unclear where it is none of those that are understood. */
export function applyMethod(name: string, on: Value, args: readonly Value[]): Value {
  if (on === unclear && name !== "default") return unclear;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? unclear : bounded(method(on, args));
}

/** A part of a list or a dictionary. */
export function memberOf(of: Value, key: Value): Value {
  if (isValueList(of) && typeof key === "number") return of.at(key) ?? unclear;
  if (isRecord(of) && typeof key === "string") return ownValue(of, key) ?? unclear;
  return unclear;
}

/** What an operation of two values gives. */
export function operate(sign: string, left: Value, right: Value): Value {
  if (sign === "and")
    return isTrue(left) === false ? left : isTrue(left) === true ? right : unclear;
  if (sign === "or") return isTrue(left) === true ? left : isTrue(left) === false ? right : unclear;
  if (left === unclear || right === unclear) return unclear;
  if (sign === "~" || (sign === "+" && typeof left === "string" && typeof right === "string")) {
    const texts = [asText(left), asText(right)];
    return texts.includes(undefined) ? unclear : bounded(texts.join(""));
  }
  if (sign === "+" && isValueList(left) && isValueList(right)) return bounded([...left, ...right]);
  if (sign === "+" && typeof left === "number" && typeof right === "number") return left + right;
  const isPlain = typeof left !== "object" && typeof right !== "object";
  if (sign === "==" && isPlain) return left === right;
  if (sign === "!=" && isPlain) return left !== right;
  if ((sign === "in" || sign === "not in") && isValueList(right)) {
    if (right.some((item) => item === left)) return sign === "in";
    return right.includes(unclear) ? unclear : sign === "not in";
  }
  return unclear;
}

function joined(on: Value, [between = ""]: readonly Value[]): Value {
  // `", ".join(list)` and `list | join(", ")`.
  const list: Value = typeof on === "string" ? between : on;
  const sign: Value = typeof on === "string" ? on : between;
  if (!isValueList(list) || typeof sign !== "string") return unclear;
  const texts = list.map(asText);
  return texts.includes(undefined) ? unclear : texts.join(sign);
}

function numberOr(text: string): Value {
  const number = Number(text);
  return Number.isNaN(number) ? unclear : number;
}

function ownValue(record: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
