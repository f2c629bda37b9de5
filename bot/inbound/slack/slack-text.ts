const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/**
 * What a person typed, from what Slack makes of it: links as their address, channels as their name,
 * `&`, `<` and `>` as themselves. User mentions stay as `<@U…>`.
 */
export function slackText(text: string): string {
  return text
    .replaceAll(/<(https?:\/\/[^>|]*)(?:\|[^>]*)?>/g, "$1")
    .replaceAll(/<mailto:([^>|]*)(?:\|[^>]*)?>/g, "$1")
    .replaceAll(/<@(\w+)\|[^>]*>/g, "<@$1>")
    .replaceAll(/<#\w+\|([^>]+)>/g, "#$1")
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    .trim();
}
