import { join } from "node:path";
import type { RepositoryRef } from "#agents-schema/event.ts";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import type { Repository } from "#runner/ports.ts";
import type { Config } from "../config.ts";
import type { Log } from "../ports.ts";

/** Who says where a repository is and lends what is needed to read it. */
export interface RepositoryAccess {
  cloneUrl(repository: RepositoryRef): string;
  /** Read-only, for this one repository, for at most an hour. */
  installationCredential(repository: RepositoryRef): Promise<{ user: string; password: string }>;
}

/** One mirror for each repository in this process, in its own data directory. */
export function createMirrors(
  config: Pick<Config, "dataDirectory" | "environment">,
  access: RepositoryAccess,
  log: Log,
): (repository: RepositoryRef) => Repository {
  const mirrors = new Map<string, Repository>();
  return (repository) => {
    const known = mirrors.get(repository.fullName);
    if (known !== undefined) return known;
    const mirror = openMirror({
      directory: join(config.dataDirectory, "mirrors", repository.fullName.replace("/", "+")),
      remote: access.cloneUrl(repository),
      // By name: whatever installation the newest event came from.
      credential: () =>
        access.installationCredential({ fullName: repository.fullName, installationId: null }),
      log,
      environment: config.environment,
    });
    mirrors.set(repository.fullName, mirror);
    return mirror;
  };
}
