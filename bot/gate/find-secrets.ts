/**
 * Shapes of credentials, each named by its vendor. No leading word boundary: an escape sequence or a
 * newline written as `\n` may come right before a token.
 */
const shapes: readonly RegExp[] = [
  /gh[pousr]_[A-Za-z0-9]{36,}/g, // GitHub tokens
  /github_pat_[A-Za-z0-9_]{40,}/g, // GitHub fine-grained tokens
  /sk-ant-[A-Za-z0-9_-]{20,}/g, // Anthropic
  /(?:AKIA|ASIA)[A-Z0-9]{16}/g, // AWS access key ids
  /xox[abeoprs]-[A-Za-z0-9-]{10,}/g, // Slack tokens
  /xapp-[0-9]-[A-Za-z0-9-]{10,}/g, // Slack app tokens
  /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g, // JSON web tokens
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /[a-z][a-z0-9+]*:\/\/[^\s:/@]+:[^\s:/@]{3,}@[^\s/]+/g, // passwords in connection strings
];

/** Everything in the text that looks like a credential. */
export function findSecrets(text: string): string[] {
  return shapes.flatMap((shape) => text.match(shape) ?? []);
}
