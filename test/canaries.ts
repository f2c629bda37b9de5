/** A credential that must not be seen anywhere but where it is used. */
export interface Canary {
  name: string;
  value: string;
}

/** Variables whose values authorise. */
const secretVariables = [
  "ANTHROPIC_API_KEY",
  "BUSTER_WEB_TOKEN",
  "DATABASE_URL",
  "GITHUB_PRIVATE_KEY",
  "GITHUB_WEBHOOK_SECRET",
  "REDIS_URL",
  "SLACK_APP_TOKEN",
  "SLACK_BOT_TOKEN",
  "SLACK_SIGNING_SECRET",
  "WAREHOUSE_URL",
];
/** Of a private key each line counts; of an address its password. */
const shortest = 8;

/** The canaries that a process holds, by what its environment says. */
export function canariesOf(environment: Readonly<Record<string, string>>): Canary[] {
  return secretVariables.flatMap((name) => valuesOf(name, environment[name] ?? "")).flat();
}

function valuesOf(name: string, text: string): Canary[] {
  if (name.endsWith("_URL")) {
    const password = URL.canParse(text) ? decodeURIComponent(new URL(text).password) : "";
    return password.length < shortest ? [] : [{ name, value: password }];
  }
  const lines = text.split(/\\n|\n/).filter((line) => !line.startsWith("-----"));
  return lines.filter((line) => line.length >= shortest).map((value) => ({ name, value }));
}

/**
 * Names of the canaries in the text, plain or as base64 (wherever it begins), hex, percent-encoded, written
 * backwards or as JSON. Not the product's own search, so that the two do not share a mistake. Tokens that
 * GitHub gave out count as well.
 */
export function findCanaries(text: string, canaries: readonly Canary[]): string[] {
  const found = new Set<string>();
  for (const { name, value } of canaries) {
    if (spellingsOf(value).some((spelling) => text.includes(spelling))) found.add(name);
  }
  if (/gh[sp]_[A-Za-z0-9]{16,}/.test(text)) found.add("a token of GitHub");
  return [...found];
}

const spellings = new Map<string, readonly string[]>();

function spellingsOf(value: string): readonly string[] {
  const known = spellings.get(value);
  if (known !== undefined) return known;
  const bytes = Buffer.from(value, "utf8");
  const made = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString("hex"),
    [...value].reverse().join(""),
    ...[0, 1, 2].map((shift) => shifted(bytes, shift)),
  ];
  spellings.set(value, made);
  return made;
}

/** What base64 makes of the bytes when `shift` others stand before them, without the edges that depend on those. */
function shifted(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  return text.slice(shift === 0 ? 0 : 4, -4);
}
