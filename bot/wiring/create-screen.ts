import { conceal } from "#agents-schema/secrets/conceal.ts";
import type { SecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { type Log, PlatformFailure, type Screen } from "../ports.ts";

/** The one place that everything passes on its way to GitHub, Slack and the pages. */
export function createScreen(scan: SecretScan, log: Log): Screen {
  const judged = <Answer>(doing: string, judge: () => Answer): Answer => {
    try {
      return judge();
    } catch (cause) {
      const why = `${doing}: it could not be searched for credentials, so nothing was sent`;
      throw new PlatformFailure("permanent", why, { cause });
    }
  };
  return {
    scan,
    clean(value, doing) {
      const { value: clean, redactions } = judged(doing, () => conceal(value, scan.find));
      if (redactions > 0) log.warn({ doing, redactions }, "credentials redacted");
      return clean;
    },
    check(value, doing) {
      const { redactions } = judged(doing, () => conceal(value, scan.findHeld));
      if (redactions === 0) return;
      log.error({ doing, redactions }, "a credential was about to leave");
      throw new PlatformFailure("permanent", `${doing}: it holds a credential of Buster itself`);
    },
  };
}
