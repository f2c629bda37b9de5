/**
 * What Slack takes, in UTF-16 units and items (docs.slack.dev and the comments of @slack/types 3.2.0).
 * A card that breaks one of these is refused as a whole, so every text goes through this table.
 */
export const slackLimits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Slack cuts at 40,000; notifications and screen readers want far less. */
  messageText: 4000,
  section: 3000,
  field: 2000,
  fields: 10,
  header: 150,
  context: 2000,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  modalTitle: 24,
  inputText: 3000,
  privateMetadata: 3000,
  viewBytes: 250_000,
  /** Ours: how much of a diff a card shows before it becomes a wall. */
  diffExcerpt: 1200,
  /** The same for a commit's message. */
  messageExcerpt: 800,
} as const;
