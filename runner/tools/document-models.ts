import { z } from "zod";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import type { Settings } from "#agents-schema/settings.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { documentProject } from "../documentation/document-project.ts";
import type { DocumentationReport } from "../documentation/documentation-report.ts";
import { projectNodes } from "../documentation/project-node.ts";
import { readProjectFiles } from "../documentation/read-project-files.ts";
import { dialectOf } from "../lineage/dialect-of.ts";
import { diffExcerpt } from "../prompt/diff-excerpt.ts";
import { defineTool } from "./define-tool.ts";
import { openWorkspaceFiles, type WorkspaceFiles } from "./open-workspace-files.ts";
import { recordCitedFacts } from "./record-cited-facts.ts";
import { rememberWriter } from "./remember-writer.ts";
import { headlineOf, tellDocumentation, whyNothing } from "./tell-documentation.ts";
import type { ToolAnswer, ToolWorld } from "./tool.ts";
import { watchDocumentation } from "./watch-documentation.ts";

/** Characters of the differences that are shown where nothing may be written. */
const maxDiff = 12_000;
const unreadable =
  "buster.yml has mistakes, so it is not known which columns may be measured: mend it on the base branch first (`buster validate` names them)";

export const documentModels = defineTool({
  name: "document_models",
  description:
    "Documents dbt models, seeds and sources from measured facts: profiles them, finds keys and relationships, and writes descriptions, columns, data types and the facts behind every number into the project's property files. Text of people is kept. Propose the changes afterwards. Where this run may change no files, it shows what could be written.",
  input: {
    models: z
      .array(z.string().regex(/^[\w.-]{1,200}$/))
      .min(1)
      .max(200)
      .optional()
      .describe("Names of models, seeds or snapshots, or source.table"),
    select: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .optional()
      .describe(
        "dbt node selection, such as tag:core or marts+; everything when both are left out",
      ),
  },
  changesFiles: true,
  async use(world, { models, select }): Promise<ToolAnswer> {
    const step = models === undefined ? "Documenting the project" : `Documenting ${few(models)}`;
    if (models !== undefined && select !== undefined) {
      return { outcome: "failed", text: "name models or a selection, not both", step };
    }
    if (world.project === undefined) {
      return { outcome: "empty", text: "the repository has no dbt_project.yml", step };
    }
    const settings = await settingsOf(world);
    if (settings === undefined) return { outcome: "failed", text: unreadable, step };
    const onlyRemembers = world.run.isFork || world.run.agent.tools.preset === "safe";
    const files = await openWorkspaceFiles(world, { onlyRemembers });
    if ("refused" in files) return { outcome: "failed", text: files.refused, step };
    const project = files.isChanged ? await readProjectFiles(files) : world.project;
    const wanted = models === undefined ? select : toSelector(project, models);
    const report = await document(world, { project, files, select: wanted, settings });
    world.signal.throwIfAborted();
    if (report.models.length === 0) {
      const why = [...report.notes, ...(report.stopped ? ["there was no time to write"] : [])];
      return {
        outcome: "empty",
        text: `nothing to document: ${why.join("; ") || "no model"}`,
        step,
      };
    }

    const factFiles = [...files.written].filter(([path]) => path.endsWith(".json"));
    const propertyFiles = [...files.written].filter(([path]) => !path.endsWith(".json"));
    // Of a whole project they would be most of the ledger; their files go with the proposal.
    const recorded = models === undefined ? [] : factFiles.map(([, { text }]) => text);
    await recordCitedFacts(world, recorded);
    const described = new Set(
      projectNodes(project).flatMap(({ name, properties }) =>
        properties.description.trim() === "" ? [] : [name],
      ),
    );
    const told = `${headlineOf(report)}.\n\n${tellDocumentation(report, described)}`;
    if (propertyFiles.length === 0) {
      const text = `nothing to add: ${whyNothing(report)}\n\n${told}`;
      return { outcome: "empty", text, step };
    }
    const text = onlyRemembers ? `${suggestion(propertyFiles)}\n\n${told}` : told;
    return { outcome: "ok", text, step: `${step}: ${headlineOf(report)}` };
  },
});

async function document(
  world: ToolWorld,
  {
    project,
    files,
    select,
    settings: { documentation },
  }: {
    project: DbtProject;
    files: WorkspaceFiles;
    select: string | undefined;
    settings: Settings;
  },
): Promise<DocumentationReport> {
  const { run, studio, clock } = world;
  const { timeoutSeconds, ...own } = run.agent.restrictions.sql;
  const watch = watchDocumentation(world);
  files.whenFull(watch.full);
  try {
    const notebook = await studio.notebook();
    return await documentProject(
      {
        project,
        files,
        openWarehouse: studio.openWarehouse,
        dialect: world.warehouse?.dialect ?? dialectOf(project),
        analyst: await studio.analyst(),
        writer: rememberWriter(await studio.writer(), { notebook, spend: studio.spend }),
        notebook,
        clock,
        signal: watch.signal,
        log: studio.log,
        report: watch.report,
      },
      {
        select: select ?? documentation.select ?? undefined,
        concurrency: documentation.concurrency,
        layout: documentation.layout,
        dryRun: false,
        access: {
          allowSchemas: own.allowSchemas,
          denySchemas: together(documentation.denySchemas, own.denySchemas),
          denyColumns: together(documentation.denyColumns, own.denyColumns),
        },
        timeoutMs: timeoutSeconds * 1000,
      },
    );
  } finally {
    await watch.close();
  }
}

/** The team's settings, from the base: a pull request cannot bring its own. Undefined where they have mistakes. */
async function settingsOf({ run, repository }: ToolWorld): Promise<Settings | undefined> {
  const text = await repository.readFile(run.baseSha, "buster.yml");
  return parseSettingsFile(text ?? "").settings;
}

/** What either closes is closed. */
function together(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}

/** Tables of sources have a method of their own in dbt's selectors. */
function toSelector(project: DbtProject, names: readonly string[]): string {
  const sources = new Set(project.sources.map(({ name }) => name));
  return names.map((name) => (sources.has(name) ? `source:${name}` : name)).join(" ");
}

function suggestion(files: readonly [string, { before: string | null; text: string }][]): string {
  const each = Math.floor(maxDiff / files.length);
  const diffs = files.map(([path, { before, text }]) =>
    diffExcerpt({ path, before: before ?? undefined, after: text }, each),
  );
  const longest = Math.max(
    3,
    ...(diffs.join("\n").match(/`{3,}/g) ?? []).map((run) => run.length + 1),
  );
  const fence = "`".repeat(longest);
  return [
    "Documentation that could be added:",
    ...diffs.map((diff) => `${fence}diff\n${diff}\n${fence}`),
  ].join("\n\n");
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
