/*
 * Slack's documented lengths and counts (the comments in @slack/types 3.2.0 and docs.slack.dev), written
 * down here a second time on purpose: the views have a table of their own, and this one judges them.
 */

type Excess = string;

interface Node {
  readonly [key: string]: unknown;
}

const perBlock: Record<string, (block: Node) => Excess[]> = {
  section: (block) => [
    ...(block.text === undefined && block.fields === undefined
      ? ["a section needs text or fields"]
      : []),
    ...tooLong("section text", textOf(block.text), 3000),
    ...tooMany("section fields", block.fields, 10),
    ...list(block.fields).flatMap((field) => tooLong("section field", textOf(field), 2000)),
  ],
  header: (block) => tooLong("header text", textOf(block.text), 150),
  context: (block) => [
    ...tooMany("context elements", block.elements, 10),
    ...list(block.elements).flatMap((one) => tooLong("context text", textOf(one), 2000)),
  ],
  actions: (block) => [
    ...tooMany("actions elements", block.elements, 25),
    ...list(block.elements).flatMap((one) => [
      ...tooLong("button text", textOf(one.text), 75),
      ...tooLong("button value", one.value, 2000),
      ...tooLong("button url", one.url, 3000),
      ...tooLong("accessibility label", one.accessibility_label, 75),
      ...tooLong("action_id", one.action_id, 255),
    ]),
  ],
  markdown: (block) => tooLong("markdown text", block.text, 12_000),
  input: (block) => tooLong("input label", textOf(block.label), 2000),
};

/** What in the blocks of a message or view is longer or more than Slack takes; empty when nothing is. */
export function findExcess(blocks: readonly Node[], surface: "message" | "view"): Excess[] {
  const most = surface === "message" ? 50 : 100;
  return [
    ...(blocks.length > most ? [`${blocks.length} blocks, at most ${most}`] : []),
    ...blocks.flatMap((block) => [
      ...tooLong("block_id", block.block_id, 255),
      ...(perBlock[String(block.type)]?.(block) ?? []),
    ]),
    ...emptyTexts(blocks),
  ];
}

/** Slack refuses a text object without a character in it, wherever it stands. */
function emptyTexts(value: unknown): Excess[] {
  if (Array.isArray(value)) return value.flatMap(emptyTexts);
  if (typeof value !== "object" || value === null) return [];
  const node = value as Node;
  const isText = node.type === "plain_text" || node.type === "mrkdwn";
  if (isText && node.text === "") return ["a text may not be empty"];
  return Object.values(node).flatMap(emptyTexts);
}

function tooLong(what: string, text: unknown, most: number): Excess[] {
  if (typeof text !== "string" || text.length <= most) return [];
  return [`${what} has ${text.length} characters, at most ${most}`];
}

function tooMany(what: string, items: unknown, most: number): Excess[] {
  if (!Array.isArray(items) || (items.length > 0 && items.length <= most)) return [];
  return [`${items.length} ${what}, at least 1 and at most ${most}`];
}

function textOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as Node).text : value;
}

function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}
