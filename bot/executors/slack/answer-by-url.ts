import { PlatformFailure, type SlackMessage } from "#bot/ports.ts";

/** Longest time for one answer, in milliseconds. */
const answerWithinMs = 10_000;

const slackHosts = ["hooks.slack.com", "hooks.slack-gov.com"];

/**
 * Answers through a response URL, in place of what stood there; only the person sees it. The address
 * comes from outside, so it must be Slack's, or of the API that we were told to use.
 */
export async function answerByUrl(
  responseUrl: string,
  { text, blocks }: SlackMessage,
  apiUrl: string | undefined,
): Promise<void> {
  const doing = "answering through Slack's response URL";
  if (!isSlacks(responseUrl, apiUrl)) {
    throw new PlatformFailure("permanent", `${doing}: the address is not Slack's`);
  }
  const shown = blocks.length === 0 ? { text } : { text, blocks };
  const response = await fetch(responseUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response_type: "ephemeral", replace_original: true, ...shown }),
    redirect: "error",
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((cause: unknown) => {
    throw new PlatformFailure("retry", `${doing}: Slack cannot be reached`, { cause });
  });
  const said = (await response.text().catch(() => "")).slice(0, 200);
  if (response.ok) return;
  // Five answers within 30 minutes are allowed; after that the address is no more.
  const code = response.status === 429 || response.status >= 500 ? "retry" : "permanent";
  throw new PlatformFailure(code, `${doing}: HTTP ${response.status} ${said}`.trimEnd());
}

function isSlacks(address: string, apiUrl: string | undefined): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (apiUrl !== undefined) return url.origin === URL.parse(apiUrl)?.origin;
  return url.protocol === "https:" && url.port === "" && slackHosts.includes(url.hostname);
}
