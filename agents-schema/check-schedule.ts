import { Cron } from "croner";
import { nearest } from "./nearest.ts";

/** What is wrong with a cron expression, as `message\nhint`; undefined when nothing is. */
export function checkCron(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (cron.trim().startsWith("@")) {
    return `\`${cron.trim()}\` is a nickname, not five fields\n${nicknames[cron.trim().toLowerCase()] ?? example}`;
  }
  if (fields.length === 6) {
    return `six fields, the first of them for seconds: five are expected\nwrite \`cron: "${fields.slice(1).join(" ")}"\``;
  }
  if (cron.trim() === "") return `the expression is empty\n${example}`;
  if (fields.length !== 5) {
    return `${fields.length} field${fields.length === 1 ? "" : "s"} instead of five: minute hour day month weekday\n${example}`;
  }
  try {
    const job = new Cron(cron, { mode: "5-part", paused: true, timezone: "UTC" });
    if (job.nextRun() === null) {
      return `no day is ever \`${cron}\`: the month does not have that day\n${example}`;
    }
    return undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const plain = reason.replace(/^CronPattern: |\.$/g, "");
    return `not a cron expression: ${plain.charAt(0).toLowerCase()}${plain.slice(1)}\n${example}`;
  }
}

/** What is wrong with the name of a time zone, as `message\nhint`; undefined when nothing is. */
export function checkTimeZone(name: string): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return undefined;
  } catch {
    const near = nearest(name, Intl.supportedValuesOf("timeZone"));
    const hint =
      near === undefined
        ? 'write an IANA name such as `"Europe/Berlin"`'
        : `did you mean \`${near}\`?`;
    return `there is no time zone \`${name}\`\n${hint}`;
  }
}

const example = 'write `cron: "0 9 * * 1-5"` for nine o\'clock on weekdays';

const nicknames: Readonly<Record<string, string>> = {
  "@hourly": 'write `cron: "0 * * * *"`',
  "@daily": 'write `cron: "0 0 * * *"`',
  "@midnight": 'write `cron: "0 0 * * *"`',
  "@weekly": 'write `cron: "0 0 * * 0"`',
  "@monthly": 'write `cron: "0 0 1 * *"`',
  "@yearly": 'write `cron: "0 0 1 1 *"`',
  "@annually": 'write `cron: "0 0 1 1 *"`',
};
