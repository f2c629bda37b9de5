/**
 * Shapes of credentials, by who gives them out; words that stand for a password (`changeme`) are none. No leading
 * word boundary: an escape sequence or a newline written as `\n` may come right before a token.
 */
export const secretShapes: readonly { kind: string; shape: RegExp }[] = [
  { kind: "github-token", shape: /gh[pousr]_[A-Za-z0-9]{36,}/g },
  { kind: "github-token", shape: /github_pat_[A-Za-z0-9_]{40,}/g },
  { kind: "anthropic-key", shape: /sk-ant-[A-Za-z0-9_-]{20,}/g },
  { kind: "openai-key", shape: /sk-(?:proj|svcacct)-[A-Za-z0-9_-]{40,}/g },
  { kind: "aws-key", shape: /(?:AKIA|ASIA)[A-Z0-9]{16}/g },
  {
    kind: "aws-secret",
    shape: /aws_?(?:secret_?access_?key|session_?token)["']?\s*[=:]\s*["']?[A-Za-z0-9/+=]{40,}/gi,
  },
  { kind: "slack-token", shape: /xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}/g },
  { kind: "slack-token", shape: /xapp-[0-9]-[A-Za-z0-9-]{10,}/g },
  {
    kind: "slack-webhook",
    shape: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,}/g,
  },
  { kind: "google-key", shape: /AIza[A-Za-z0-9_-]{35}/g },
  { kind: "dbt-token", shape: /dbt[cu]_[A-Za-z0-9_-]{30,}/g },
  { kind: "jwt", shape: /eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  {
    kind: "private-key",
    shape:
      /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]{0,8000}?-----END [A-Z ]*PRIVATE KEY-----)?/g,
  },
  {
    kind: "connection-string",
    shape:
      /[a-z][a-z0-9+]{0,20}:\/\/[^\s:/@]{0,200}:(?!(?:pass(?:word|wd)?|pwd|secret|changeme|example|x+|\*+|\.+|…|[<$%{[][^@\s]{0,80})@)[^\s:/@]{3,500}@[^\s/]{1,300}/gi,
  },
  {
    kind: "connection-string",
    shape:
      /(?:accountname|server|host|account|user(?:name| id)?)=[^;\s]{1,200};(?:[^;\n]{1,80};){0,8}\s*(?:password|pwd|private_key_passphrase)=[^;\s]{3,}/gi,
  },
  {
    kind: "snowflake-credential",
    shape:
      /snowflake_?(?:password|token|pat|private_?key(?:_?passphrase)?)["']?\s*[=:]\s*["']?[^\s"'{}$]{8,}/gi,
  },
];
