import type { RepositoryRef } from "#agents-schema/event.ts";
import type { GitHub } from "#bot/ports.ts";
import type { GitHubStandIn } from "../stand-ins/github-stand-in.ts";

/** GitHub to test, with the world behind it: what people see there and do there. */
export interface GitHubUnderTest {
  github: GitHub;
  world: GitHubStandIn;
  /**
   * A private one where the App is installed; `acme/site` is public. `ada` may write, `rex` may read, `mia`
   * is an admin and in team `data`, `eve` is a stranger.
   */
  repository: RepositoryRef;
  /** Lets the bot's clock go on; the world's does not. */
  passSeconds(seconds: number): void;
}
