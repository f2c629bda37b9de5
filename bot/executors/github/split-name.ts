import { PlatformFailure } from "../../ports.ts";

/** Owner and name of `owner/name`. Anything that would change the path of an address is refused. */
export function splitName(fullName: string): { owner: string; repo: string } {
  const [owner = "", repo = "", ...rest] = fullName.split("/");
  const isName = /^[\w.-]+$/.test(owner) && /^[\w.-]+$/.test(repo) && rest.length === 0;
  if (!isName || /^\.+$/.test(owner) || /^\.+$/.test(repo)) {
    throw new PlatformFailure(
      "permanent",
      `reading the name ${JSON.stringify(fullName)}: a repository is owner/name`,
    );
  }
  return { owner, repo };
}
