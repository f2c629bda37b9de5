import { showUnseen } from "../views/show-unseen.ts";

const markup = Symbol("markup");

/** Markup that this room wrote. It cannot be made from data: a stranger's JSON has no such key. */
export interface Html {
  readonly [markup]: string;
}

export type Child = Html | string | number | null | undefined | false | readonly Child[];

/**
 * Markup with values in it. Every text is escaped, also for attributes (which are always in double
 * quotes), and what cannot be seen in it is written out. Nothing is shown for null, undefined and false.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Child[]): Html {
  const text = parts.map((part, index) => `${part}${render(values[index])}`).join("");
  return { [markup]: text };
}

/** The text of markup, to be sent. */
export function toText(made: Html): string {
  return made[markup];
}

function render(value: Child): string {
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(showUnseen(value));
  if (isMarkup(value)) return value[markup];
  return value.map(render).join("");
}

function isMarkup(value: Html | readonly Child[]): value is Html {
  return markup in value;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
