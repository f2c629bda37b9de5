import { onOneLine, quoted, yamlText } from "./yaml-text.ts";
import { isMembers, type Members, type Value } from "./yaml-value.ts";

/** How the entries of a list are written: spaces before and after the dash. */
export interface Dash {
  column: number;
  gap: number;
}

/** How a file indents: from a key to the dashes of its list, from a dash to its text, from a key to its members. */
export interface Habit {
  offset: number;
  gap: number;
  step: number;
}

export const usualHabit: Habit = { offset: 2, gap: 1, step: 2 };

/** Members of a mapping, one below the other. `indent`: columns of their keys. */
export function memberLines(members: Members, indent: number, habit: Habit): string[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const { inline, below } = valueLines(value, { key, indent, habit });
    return [`${" ".repeat(indent)}${key}:${inline === "" ? "" : ` ${inline}`}`, ...below];
  });
}

/** What stands after the colon of a key, and the lines below it. */
export function valueLines(
  value: Value,
  { key, indent, habit }: { key: string; indent: number; habit: Habit },
): { inline: string; below: string[] } {
  if (typeof value === "string" && key !== "description") {
    return { inline: onOneLine(value), below: [] };
  }
  if (typeof value === "string") {
    const inner = indent + habit.step;
    const { inline, body } = yamlText(value, { used: indent + key.length + 2, indent: inner });
    return { inline, below: indented(body, inner) };
  }
  if (isMembers(value)) {
    return { inline: "", below: memberLines(value, indent + habit.step, habit) };
  }
  if (typeof value !== "object") return { inline: scalar(value), below: [] };
  const column = indent + habit.offset;
  return { inline: "", below: value.flatMap((item) => itemLines(item, { column, habit })) };
}

/** One item of a list. `column`: columns before its dash. */
export function itemLines(
  item: Value,
  { column, habit }: { column: number; habit: Habit },
): string[] {
  const dash = `${" ".repeat(column)}-${" ".repeat(habit.gap)}`;
  if (!isMembers(item)) return [`${dash}${flowValue(item)}`];
  const [first = "", ...rest] = memberLines(item, dash.length, habit);
  return [`${dash}${first.trimStart()}`, ...rest];
}

export function indented(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));
}

/** A value in flow style, on one line. */
export function flowValue(value: Value): string {
  if (typeof value === "string") return quoted(value).inline;
  if (isMembers(value)) return `{${flowMembers(value)}}`;
  if (typeof value !== "object") return scalar(value);
  return `[${value.map(flowValue).join(", ")}]`;
}

/** Members of a mapping in flow style, without its braces. */
export function flowMembers(members: Members): string {
  return Object.entries(members)
    .map(([key, value]) => `${key}: ${flowValue(value)}`)
    .join(", ");
}

/** Python takes `1e+21` for a text: a number needs its point. */
function scalar(value: string | number | boolean): string {
  if (typeof value === "string") return onOneLine(value);
  const text = String(value);
  return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
}
