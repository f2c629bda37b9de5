import type { RunnerConfig } from "#runner/config.ts";
import { broken, type Check, off, works } from "./check.ts";

/** Longest to wait for an answer, in milliseconds. */
const withinMs = 10_000;

/** Is the key taken, and does the model exist? Asks for the model's name only, which costs nothing. */
export async function checkModel(
  model: RunnerConfig["model"],
  signal: AbortSignal,
): Promise<{ check: Check; clockSkewMs: number | null }> {
  if (model.kind === "offline") {
    const detail = "the offline model: two recipes, no language model";
    return { check: off("model", detail, "set ANTHROPIC_API_KEY"), clockSkewMs: null };
  }
  const base = (model.baseUrl ?? "https://api.anthropic.com").replace(/\/+$/, "");
  try {
    const response = await fetch(`${base}/v1/models/${encodeURIComponent(model.name)}`, {
      headers: { "x-api-key": model.apiKey, "anthropic-version": "2023-06-01" },
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
    });
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get("date") ?? "");
    const clockSkewMs = Number.isNaN(theirs) ? null : Date.now() - theirs;
    return { check: judge(response.status, model.name), clockSkewMs };
  } catch (cause) {
    const why =
      cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    const fix = "is this machine allowed to reach it? ANTHROPIC_BASE_URL names another address";
    return { check: broken("model", `${base} cannot be reached: ${why}`, fix), clockSkewMs: null };
  }
}

function judge(status: number, name: string): Check {
  if (status === 200) return works("model", `${name}, the key is taken`);
  if (status === 401 || status === 403) {
    return broken("model", "the key is refused", "set ANTHROPIC_API_KEY to one that is valid");
  }
  if (status === 404) return broken("model", `there is no model ${name}`, "look at BUSTER_MODEL");
  return broken("model", `the API answers ${status}`, "try again later");
}
