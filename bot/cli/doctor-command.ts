import { resolve } from "node:path";
import { type Config, type ConfigMistake, readConfig } from "../config.ts";
import type { CommandContext } from "./command-context.ts";
import type { Check } from "./doctor/check.ts";
import { hideSecrets } from "./doctor/hide-secrets.ts";
import { runChecks, warehouseFor } from "./doctor/run-checks.ts";
import { plain } from "./plain.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `buster doctor`: what works here, what is missing, and how to mend it. Changes nothing and shows no secret.
 *
 * Exit code: 0 everything that is needed works, 3 something does not.
 */
export async function runDoctor(
  { repo, json }: { repo: string; json: boolean },
  { terminal, cwd, env, signal }: CommandContext,
): Promise<number> {
  const repository = resolve(cwd, repo);
  const { config, mistakes } = readWhatIsRight(env);
  const warehouseUrl = await warehouseFor(config, repository, env);
  const looked = await Promise.race([
    runChecks({ config, mistakes, warehouseUrl, repository, signal }),
    aborted(signal),
  ]);
  const hide = (text: string) => hideSecrets(text, config, warehouseUrl);
  const checks = looked.map((check) => ({
    ...check,
    detail: hide(check.detail),
    fix: hide(check.fix),
  }));

  const wrong = checks.filter(isWrong);
  if (json) terminal.out(JSON.stringify({ ok: wrong.length === 0, checks }, undefined, 2));
  else tell(checks, terminal);
  return wrong.length === 0 ? 0 : 3;
}

/** The settings without their mistakes, of which one may hide the next: a platform with one counts as not connected. */
function readWhatIsRight(
  env: CommandContext["env"],
  before: readonly ConfigMistake[] = [],
): { config: Config; mistakes: readonly ConfigMistake[] } {
  const { config, mistakes } = readConfig(env);
  if (config !== undefined) return { config, mistakes: before };
  const isLeftOut = (name: string) =>
    mistakes.some(({ variable }) => {
      const platform = /^(?:GITHUB|SLACK)_/.exec(variable)?.[0];
      return platform === undefined ? name === variable : name.startsWith(platform);
    });
  const rest = Object.entries(env).filter(([name]) => !isLeftOut(name));
  if (rest.length === Object.keys(env).length) throw new Error("the settings cannot be read");
  return readWhatIsRight(Object.fromEntries(rest), [...before, ...mistakes]);
}

function isWrong({ state, isNeeded }: Check): boolean {
  return isNeeded && (state === "missing" || state === "broken");
}

const marks: Record<Check["state"], { sign: string; colour: number }> = {
  works: { sign: "✓", colour: 32 },
  missing: { sign: "✗", colour: 31 },
  broken: { sign: "✗", colour: 31 },
  off: { sign: "–", colour: 33 },
};

function tell(checks: readonly Check[], terminal: Terminal): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, state, detail, fix } of checks) {
    const { sign, colour } = marks[state];
    terminal.out(`${paint(colour, sign)} ${name.padEnd(width)}  ${plain(detail)}`);
    if (fix !== "") terminal.out(`${" ".repeat(width + 4)}${paint(2, `→ ${plain(fix)}`)}`);
  }
  const wrong = checks.filter(isWrong).map(({ name }) => name);
  terminal.out(
    wrong.length === 0
      ? paint(32, "\nEverything that is needed works.")
      : paint(31, `\nDoes not work yet: ${[...new Set(wrong)].join(", ")}.`),
  );
}

/** Checks under way end by themselves; nobody waits for them after Ctrl-C. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
