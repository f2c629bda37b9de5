import { renderTemplate } from "#agents-schema/render-template.ts";
import type { Run } from "#agents-schema/run.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { Briefing, Repository } from "../ports.ts";
import { describeModel } from "../prompt/describe-model.ts";
import { promptNames } from "../prompt/prompt-names.ts";
import type { RunContext } from "../prompt/write-first-message.ts";
import { readChanges } from "./read-changes.ts";
import { type KnownFacts, readProject } from "./read-project.ts";

/**
 * What a run knows when it begins. Instructions (`AGENTS.md`, `context.files`) and documentation are
 * read at the base commit: what a pull request brings is the matter in hand, not advice.
 */
export async function loadContext(
  repository: Repository,
  run: Run,
): Promise<{
  context: RunContext;
  briefing: Briefing;
  /** The dbt project at the head commit. */
  project: DbtProject | undefined;
  /** How many files the head commit has. */
  files: number;
}> {
  const trees = {
    base: await repository.tree(run.baseSha),
    head: await repository.tree(run.headSha),
  };
  const known: KnownFacts = new Map();
  const atBase = await readProject(repository, run.baseSha, trees.base, known);
  const project =
    run.baseSha === run.headSha
      ? atBase
      : await readProject(repository, run.headSha, trees.head, known);
  const changes = await readChanges(repository, run, trees);
  const changed = new Set(changes.map(({ path }) => path));
  const changedModels = project?.models.filter(({ path }) => changed.has(path)) ?? [];
  const wanted = new Set([...run.agent.context.models, ...changedModels.map(({ name }) => name)]);
  const described = atBase?.models.filter(({ name }) => wanted.has(name)) ?? [];

  const task = renderTemplate(run.agent.prompt, promptNames(run));
  return {
    project,
    files: trees.head.length,
    context: {
      task,
      because: run.because,
      baseSha: run.baseSha,
      headSha: run.headSha,
      pullRequest: run.pullRequest,
      inputs: run.inputs,
      changedFiles: changes,
      models:
        atBase === undefined
          ? []
          : described.map((model) => ({
              name: model.name,
              about: describeModel(atBase, model),
            })),
      documents: await readDocuments(repository, run),
    },
    briefing: {
      agent: run.agent.name,
      prompt: task,
      changedFiles: changes.map(({ path, status }) => ({ path, status })),
      changedModels: changedModels.map(({ name, path }) => ({ name, path })),
    },
  };
}

async function readDocuments(repository: Repository, run: Run): Promise<RunContext["documents"]> {
  const paths = [...new Set(["AGENTS.md", ...run.agent.context.files])];
  const texts = await repository.readFiles(run.baseSha, paths);
  return paths.flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : [{ path, text }];
  });
}
