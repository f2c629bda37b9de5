import { chooseNodes } from "#runner/documentation/choose-nodes.ts";
import { documentProject } from "#runner/documentation/document-project.ts";
import type { DocumentationReport } from "#runner/documentation/documentation-report.ts";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { openWriter } from "#runner/main.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { readConfig } from "../config.ts";
import type { CommandContext } from "./command-context.ts";
import { openProject } from "./document/open-project.ts";
import { openProjectNotebook } from "./document/open-project-notebook.ts";
import { settingsAbove } from "./document/settings-above.ts";
import { showProgress } from "./document/show-progress.ts";
import { tellReport } from "./document/tell-report.ts";
import { warehouseState } from "./document/warehouse-state.ts";
import { interrupted } from "./listen-for-stop.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";
import { tellConfigMistakes } from "./tell-config-mistakes.ts";

export interface DocumentCommand {
  project: string;
  select: string | undefined;
  exclude: string | undefined;
  concurrency: number;
  /** undefined: as `buster.yml` says. */
  layout: "dbt" | "buster" | undefined;
  /** Seconds of one statement. */
  timeout: number;
  isDryRun: boolean;
  json: boolean;
}

/**
 * `buster document`: every model and column from measured facts. Exit code: 0 done; 1 some could not be
 * documented; 2 wrong use; 3 something that it needs is missing; 130 stopped, what was finished is kept.
 */
export async function runDocument(
  request: DocumentCommand,
  context: CommandContext,
): Promise<number> {
  const { terminal, cwd, env, signal } = context;
  const { config, mistakes } = readConfig(env);
  if (config === undefined) return tellConfigMistakes(mistakes, terminal);
  const log = quietLog(terminal);
  const clock = {
    now: () => new Date(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };

  const opened = await openProject(request.project, cwd, env, log);
  const { openWarehouse } = opened;
  const chosen = chooseNodes(opened.project, request);
  if ("problem" in chosen) {
    terminal.err(`document: ${plain(chosen.problem)}`);
    return 2;
  }
  const { access, layout } = await settingsAbove(opened.directory);
  const notebook = request.isDryRun
    ? {
        ...createMemoryNotebook(),
        isContinued: false,
        finish: async () => {},
        close: async () => {},
      }
    : await openProjectNotebook(opened.directory, {
        now: clock.now(),
        source: warehouseState(opened.warehouseUrl),
      });
  if (notebook.isContinued) {
    terminal.err("going on where the last documentation was stopped");
  }
  const writer = await openWriter(config.runner, null, log);
  terminal.err(
    plain(
      `${opened.project.name}: ${opened.openWarehouse === undefined ? "no warehouse is known (WAREHOUSE_URL, or a profiles.yml): nothing is measured" : "measuring in the warehouse"}; written by ${writer.name}`,
    ),
  );

  const shown = showProgress(terminal, () => performance.now());
  const analyst = openSqlAnalyst({ log });
  let report: DocumentationReport;
  try {
    report = await documentProject(
      {
        ...opened,
        openWarehouse:
          openWarehouse === undefined ? undefined : () => openWarehouse(request.concurrency),
        analyst,
        writer,
        notebook,
        clock,
        signal,
        log,
        report: shown.progress,
      },
      {
        select: request.select,
        exclude: request.exclude,
        concurrency: request.concurrency,
        layout: request.layout ?? layout,
        dryRun: request.isDryRun,
        timeoutMs: request.timeout * 1000,
        ...(access === undefined ? {} : { access }),
      },
    );
  } finally {
    shown.done();
    await analyst.close();
    await notebook.close();
  }
  if (!report.stopped) await notebook.finish();

  if (request.json) {
    terminal.out(JSON.stringify(report, undefined, 2));
  }
  tellReport(report, request, terminal);
  if (report.stopped) return interrupted;
  return report.totals.failed + report.totals.skipped > 0 ? 1 : 0;
}
