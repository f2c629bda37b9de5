import { z } from "zod";
import { cloneUrl } from "../executors/github/clone-url.ts";
import { PlatformFailure } from "../ports.ts";
import type { RepositoryAccess } from "./create-mirrors.ts";
import { credentialPath } from "./lend-credential.ts";

const Credential = z.object({ user: z.string(), password: z.string() });

/** A bot asks GitHub for the token, which may take its 30 s, in milliseconds. */
const answerWithinMs = 40_000;

/** What a runner without the App's key reads repositories with: each time a bot lends it a token for one of them. */
export function borrowAccess(from: {
  botUrl: string;
  secret: string;
  apiUrl: string | undefined;
}): RepositoryAccess {
  return {
    cloneUrl: ({ fullName }) => cloneUrl(from.apiUrl ?? "https://api.github.com", fullName),
    async installationCredential({ fullName }) {
      const doing = `asking a bot for what reads ${fullName}`;
      const response = await fetch(`${from.botUrl}${credentialPath}`, {
        method: "POST",
        headers: { authorization: `Bearer ${from.secret}`, "content-type": "application/json" },
        body: JSON.stringify({ repository: fullName }),
        redirect: "error",
        signal: AbortSignal.timeout(answerWithinMs),
      }).catch((cause: unknown) => {
        throw new PlatformFailure("retry", `${doing}: no answer (BUSTER_BOT_URL)`, { cause });
      });
      if (response.status === 404) {
        const why = "it does not know us: BUSTER_RUNNER_TOKEN must be the same on both";
        throw new PlatformFailure("permanent", `${doing}: ${why}`);
      }
      if (!response.ok) throw new PlatformFailure("retry", `${doing}: it said ${response.status}`);
      return Credential.parse(await response.json());
    },
  };
}
