import type { Config } from "../../config.ts";
import { type Check, off, works } from "./check.ts";

/** Can those who follow a link from GitHub or Slack see the run's page? */
export function checkPages(config: Pick<Config, "webToken" | "publicUrl">): Check {
  const isHere = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/.test(
    config.publicUrl,
  );
  if (isHere) {
    return off(
      "pages",
      `links lead to ${config.publicUrl}, which is this machine only`,
      "set PUBLIC_URL to where people reach it, and BUSTER_WEB_TOKEN",
    );
  }
  return config.webToken === undefined
    ? off("pages", "only open on this machine", "set BUSTER_WEB_TOKEN to open them to your team")
    : works("pages", `${config.publicUrl}, with a token`);
}
