import { isTagged, isUnknown, type JinjaValue, truthOf, unknown } from "./jinja-value.ts";

export type ToText = (value: JinjaValue) => string;

/** A method of a value, or a filter; undefined: there is none of this name for it. */
export function applyMethod(
  name: string,
  on: JinjaValue,
  args: readonly JinjaValue[],
  toText: ToText,
): JinjaValue | { none: true } {
  if (name === "default" || name === "d") {
    const isMissing = on === undefined || (args[1] === true && truthOf(on) === false);
    return isMissing ? args[0] : on;
  }
  if (isUnknown(on)) return on;
  if (isTagged(on)) return { none: true };
  if (Array.isArray(on)) return ofList(name, on, args, toText);
  if (on instanceof Map) return ofDictionary(name, on, args);
  return ofText(name, toText(on), args, toText);
}

function ofText(
  name: string,
  text: string,
  args: readonly JinjaValue[],
  toText: ToText,
): JinjaValue | { none: true } {
  const [first = "", second = ""] = args.map(toText);
  switch (name) {
    case "upper":
      return text.toUpperCase();
    case "lower":
    case "casefold":
      return text.toLowerCase();
    case "trim":
    case "strip":
      return text.trim();
    case "lstrip":
      return text.trimStart();
    case "rstrip":
      return text.trimEnd();
    case "title":
      return text.toLowerCase().replace(/(?:^|[^a-z])[a-z]/g, (found) => found.toUpperCase());
    case "capitalize":
      return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
    case "replace":
      return text.replaceAll(first, second);
    case "startswith":
      return text.startsWith(first);
    case "endswith":
      return text.endsWith(first);
    case "split":
      return args.length === 0 ? text.trim().split(/\s+/) : text.split(first);
    case "join":
      return Array.isArray(args[0]) ? args[0].map(toText).join(text) : { none: true };
    case "int":
      return Number.parseInt(text, 10) || 0;
    case "float":
      return Number.parseFloat(text) || 0;
    case "length":
      return text.length;
    case "list":
      return [...text];
    case "string":
    case "as_text":
    case "safe":
    case "escape":
    case "e":
      return text;
    case "as_bool":
    case "as_native":
    case "as_number":
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === "true" : Number(text) || text;
    case "indent":
      return text;
    case "format":
      return { none: true };
    default:
      return { none: true };
  }
}

function ofList(
  name: string,
  list: JinjaValue[],
  args: readonly JinjaValue[],
  toText: ToText,
): JinjaValue | { none: true } {
  switch (name) {
    case "append":
      list.push(args[0]);
      return null;
    case "extend":
      if (Array.isArray(args[0])) list.push(...args[0]);
      else list.push(unknown("a list that grows by something computed"));
      return null;
    case "insert":
      if (typeof args[0] === "number") list.splice(args[0], 0, args[1]);
      return null;
    case "remove":
      list.splice(list.indexOf(args[0]), list.includes(args[0]) ? 1 : 0);
      return null;
    case "pop":
      return list.pop();
    case "join":
      return list.map(toText).join(toText(args[0] ?? ""));
    case "first":
      return list[0];
    case "last":
      return list.at(-1);
    case "length":
    case "count":
      return list.length;
    case "list":
      return [...list];
    case "unique":
      return [...new Set(list)];
    case "reverse":
      return [...list].reverse();
    case "sort":
      return [...list].sort((one, other) => (toText(one) < toText(other) ? -1 : 1));
    case "index":
      return list.indexOf(args[0]);
    case "map":
      if (typeof args[0] !== "string") return { none: true };
      return list.map((item) => orUnknown(applyMethod(String(args[0]), item, [], toText)));
    case "reject":
    case "select":
    case "selectattr":
    case "rejectattr":
      return { none: true };
    case "string":
      return toText(list);
    default:
      return { none: true };
  }
}

function orUnknown(value: JinjaValue | { none: true }): JinjaValue {
  return typeof value === "object" && value !== null && "none" in value
    ? unknown("a filter that is not known")
    : value;
}

function ofDictionary(
  name: string,
  map: Map<string, JinjaValue>,
  args: readonly JinjaValue[],
): JinjaValue | { none: true } {
  switch (name) {
    case "items":
      return [...map].map(([key, value]) => [key, value]);
    case "keys":
    case "list":
      return [...map.keys()];
    case "values":
      return [...map.values()];
    case "get":
      return map.get(String(args[0])) ?? args[1] ?? null;
    case "update":
      if (args[0] instanceof Map) for (const [key, value] of args[0]) map.set(key, value);
      return null;
    case "pop": {
      const key = String(args[0]);
      const value = map.get(key);
      map.delete(key);
      return value;
    }
    case "length":
      return map.size;
    case "copy":
      return new Map(map);
    default:
      return { none: true };
  }
}
