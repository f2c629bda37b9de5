import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Actor } from "#agents-schema/actor.ts";
import type { Event, PullRequestFacts, RepositoryRef } from "#agents-schema/event.ts";
import { parseWebhook } from "../../inbound/github/parse-webhook.ts";
import { WrongInput } from "./wrong-input.ts";

/** A data-stack event as `POST /events/{source}` takes it. */
const DataEventFile = z.object({
  name: z.string(),
  source: z.string().default("local"),
  payload: z.record(z.string(), z.unknown()).default({}),
});

export interface LocalEvent {
  event: Event;
  /** The pull request that the run is told about; the real one's facts where the event has them. */
  pullRequest: PullRequestFacts;
}

/**
 * The event that a local run stands for: the one in a file (the body of a `pull_request` webhook, or
 * `{name, source, payload}`), with the local commits in the place of its own; else a person asking by name.
 * Throws WrongInput with a sentence when the file cannot be read or is neither.
 */
export async function readEvent(
  file: string | undefined,
  cwd: string,
  local: {
    agent: string;
    inputs: Readonly<Record<string, string>>;
    repository: RepositoryRef;
    pullRequest: PullRequestFacts;
    by: Actor;
  },
): Promise<LocalEvent> {
  const { agent, inputs, repository, pullRequest, by } = local;
  if (file === undefined) {
    const event = {
      kind: "manual" as const,
      agent,
      inputs: { ...inputs },
      repository,
      pullRequest,
      sender: by,
    };
    return { event, pullRequest };
  }
  const content = await readJson(file, resolve(cwd, file));
  const webhook = parseWebhook("pull_request", content, "buster");
  if (webhook?.kind === "pull_request") {
    const { baseSha, headSha } = pullRequest;
    const facts = {
      ...webhook.pullRequest,
      baseSha,
      headSha,
      headRepository: repository.fullName,
      state: "open" as const,
    };
    return { event: { ...webhook, repository, pullRequest: facts }, pullRequest: facts };
  }
  const data = DataEventFile.safeParse(content);
  if (data.success) {
    return { event: { kind: "data_event", ...data.data, repository }, pullRequest };
  }
  throw new WrongInput(
    `${file}: this is neither the body of a pull_request webhook nor {"name": …, "source": …, "payload": {…}}`,
  );
}

async function readJson(shown: string, path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new WrongInput(`${shown}: reading the event: ${cause.message}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown";
    throw new WrongInput(`${shown}: this is not JSON: ${why}`, { cause });
  }
}
