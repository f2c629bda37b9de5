import type { HeldSecret } from "#agents-schema/secrets/held-secret.ts";
import type { Config } from "../config.ts";

/** Variables whose value is a credential, whoever reads it. Their files and addresses are not. */
const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIALS?)(?!.*(?:_FILE|_PATH|_URL|_ID)$)/i;

/** Every credential that this process holds: those of its settings, and what else its environment has. */
export function heldSecrets(config: Config): HeldSecret[] {
  const { github, slack, runner, environment } = config;
  const named: [kind: string, value: string | undefined][] = [
    ["github-private-key", github === undefined ? undefined : keyBody(github.privateKey)],
    ["github-webhook-secret", github?.webhookSecret],
    ["slack-bot-token", slack?.botToken],
    ["slack-app-token", slack?.mode.kind === "socket" ? slack.mode.appToken : undefined],
    ["slack-signing-secret", slack?.mode.kind === "http" ? slack.mode.signingSecret : undefined],
    ["web-token", config.webToken],
    ["model-key", runner.model.kind === "anthropic" ? runner.model.apiKey : undefined],
    ...passwords("database-password", config.databaseUrl),
    ...passwords("redis-password", config.redisUrl),
    ...passwords("warehouse-password", runner.warehouseUrl),
  ];
  const others = Object.entries(environment)
    .filter(([name]) => secretName.test(name))
    .map(([name, value]): [string, string | undefined] => [
      name.toLowerCase().replaceAll("_", "-"),
      value?.includes("PRIVATE KEY") === true ? keyBody(value) : value,
    ]);
  const known = new Set<string>();
  return [...named, ...others].flatMap(([kind, value]) => {
    if (value === undefined || value === "" || known.has(value)) return [];
    known.add(value);
    return [{ kind, value }];
  });
}

/** What stands between its first and last line: those are the same for every key. */
function keyBody(pem: string): string {
  return pem.replaceAll(/-----[^-]*-----/g, "").replaceAll(/\\n|\s/g, "");
}

/** The password in an address, as it is written there and as it is meant. */
function passwords(kind: string, address: string | undefined): [string, string | undefined][] {
  const written = address === undefined ? undefined : URL.parse(address)?.password;
  if (written === undefined || written === "") return [];
  try {
    return [
      [kind, written],
      [kind, decodeURIComponent(written)],
    ];
  } catch {
    // It is written with a `%` that encodes nothing: then it is meant so.
    return [[kind, written]];
  }
}
