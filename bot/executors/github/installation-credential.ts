import { z } from "zod";
import type { RepositoryRef } from "#agents-schema/event.ts";
import type { App } from "./open-app.ts";
import { splitName } from "./split-name.ts";

const Token = z.object({ token: z.string() });

/**
 * A credential with which git may read this one repository, for at most an hour. Writing goes through the API
 * alone, so whoever steals it can change nothing. Rejects with PlatformFailure.
 */
export async function installationCredential(
  app: App,
  repository: RepositoryRef,
): Promise<{ user: string; password: string }> {
  const { repo } = splitName(repository.fullName);
  const { octokit, lane, installationId } = await app.installedOn(repository);
  const call = { doing: `asking for a token to read ${repository.fullName}`, isWrite: false };
  const { token } = await lane(call, async () =>
    Token.parse(
      await octokit.auth({
        type: "installation",
        installationId,
        repositoryNames: [repo],
        permissions: { contents: "read" },
      }),
    ),
  );
  return { user: "x-access-token", password: token };
}
