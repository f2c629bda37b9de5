import type { Config } from "../../config.ts";

/**
 * Cuts a configuration's secrets out of a text, wherever somebody's error carried one along. Shorter ones than six characters
 * would cut words apart.
 */
export function hideSecrets(text: string, config: Config, warehouseUrl?: string): string {
  const { github, slack, runner, webToken } = config;
  const addresses = [config.databaseUrl, config.redisUrl, runner.warehouseUrl, warehouseUrl];
  const secrets = [
    webToken,
    github?.privateKey,
    github?.webhookSecret,
    slack?.botToken,
    ...(slack?.mode.kind === "socket" ? [slack.mode.appToken] : []),
    ...(slack?.mode.kind === "http" ? [slack.mode.signingSecret] : []),
    ...(runner.model.kind === "anthropic" ? [runner.model.apiKey] : []),
    ...addresses.flatMap(passwordsOf),
  ];
  return secrets
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret.length >= 6)
    .reduce((hidden, secret) => hidden.replaceAll(secret, "…"), text);
}

/** As it stands in the address, and as it is meant. */
function passwordsOf(address: string | undefined): string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password]; // Not escaped as addresses are: then it is meant as it stands.
  }
}
