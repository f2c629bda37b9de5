import { verifyDocs } from "#runner/documentation/verify-docs.ts";
import type { CommandContext } from "./command-context.ts";
import { counted } from "./counted.ts";
import { openProject } from "./document/open-project.ts";
import { interrupted } from "./listen-for-stop.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";

export interface DocsVerifyCommand {
  project: string;
  select: string | undefined;
  concurrency: number;
  /** Seconds of one statement. */
  timeout: number;
  fix: boolean;
  json: boolean;
}

/**
 * `buster docs verify`: asks again for every fact that a sentence stands on. Exit code: 0 every sentence holds,
 * or was corrected with `--fix`; 1 some have drifted, or facts are missing or cannot be read; 2 the selection means nothing; 3 there is no warehouse to ask.
 */
export async function runDocsVerify(
  request: DocsVerifyCommand,
  { terminal, cwd, env, signal }: CommandContext,
): Promise<number> {
  const { project, files, openWarehouse } = await openProject(
    request.project,
    cwd,
    env,
    quietLog(terminal),
  );
  if (openWarehouse === undefined) {
    terminal.err(
      "docs verify: there is no warehouse to ask: set WAREHOUSE_URL, or add a profiles.yml",
    );
    return 3;
  }
  const { select, concurrency, fix, timeout } = request;
  const answer = await verifyDocs(
    { project, files, openWarehouse, signal, now: () => new Date() },
    { select, concurrency, fix, timeoutMs: timeout * 1000 },
  );
  if ("problem" in answer) {
    terminal.err(`docs verify: ${plain(answer.problem)}`);
    return 2;
  }
  const { checked, drifted, problems, stale, fixed, left, notes } = answer;
  for (const note of [...notes, ...problems]) terminal.err(`docs verify: ${plain(note)}`);
  if (signal.aborted) {
    terminal.err("stopped: nothing was changed");
    return interrupted;
  }
  if (request.json) {
    terminal.out(
      JSON.stringify(
        { checked, drifted, problems, stale, ...(fix ? { fixed, left } : {}) },
        undefined,
        2,
      ),
    );
  } else {
    for (const { model, column, sentence, others = [], ...first } of drifted) {
      terminal.out(plain(`${column === null ? model : `${model}.${column}`}: "${sentence}"`));
      for (const { fact, was, now, reason } of [first, ...others]) {
        const told = now === null ? `cannot be measured any more: ${reason}` : `is ${said(now)}`;
        terminal.out(plain(`    ${fact}: was ${said(was)}, ${told}`));
      }
    }
    for (const { path, sentences } of fixed)
      terminal.out(plain(`mended ${counted(sentences, "sentence")} in ${path}`));
    for (const { sentence, reason } of left)
      terminal.out(plain(`not mended: "${sentence}": ${reason}`));
    terminal.out(`${counted(checked, "sentence")} checked, ${drifted.length} drifted`);
  }
  return problems.length + (fix ? left.length : drifted.length) > 0 ? 1 : 0;
}

function said(value: unknown): string {
  return value === null ? "nothing" : String(value);
}
