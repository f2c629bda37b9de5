import { z } from "zod";
import type { CheckShown } from "../../ports.ts";
import { type AnnotationPayload, checkPayload } from "./check-payload.ts";
import type { Repository } from "./open-repository.ts";

/** Annotations that GitHub takes in one call; later calls add to them. */
const portion = 50;

const Check = z.object({
  id: z.number(),
  output: z.object({ annotations_count: z.number().nullish() }).nullish(),
});
const FoundChecks = z
  .object({ check_runs: z.array(Check.extend({ external_id: z.string().nullish() })) })
  .transform(({ check_runs }) => check_runs);
const Annotations = z.array(
  z.object({
    path: z.string(),
    start_line: z.number(),
    annotation_level: z.string().nullish(),
    title: z.string().nullish(),
    message: z.string().nullish(),
  }),
);

/**
 * Updates the check run `known`; where it is gone, the App's one of that head and external id; or creates it.
 * Annotations that it already has are not sent again: GitHub adds what it gets to what it has.
 */
export async function upsertCheck(
  repository: Repository,
  known: string | null,
  check: CheckShown & { appId: number },
): Promise<string> {
  const { fields, output, annotations } = checkPayload(check);

  const updated = await updateFirst(repository, { known, check, fields, output });
  if (updated !== undefined) {
    const had = annotations.length === 0 ? [] : await annotationsOf(repository, updated);
    const missing = annotations.filter((one) => !had.includes(keyOf(one)));
    await annotate(repository, updated.id, check, output, missing);
    return String(updated.id);
  }
  const made = await repository.write({
    doing: `creating the check ${check.name}`,
    route: "POST /repos/{owner}/{repo}/check-runs",
    parameters: {
      ...fields,
      head_sha: check.headSha,
      output: { ...output, annotations: annotations.slice(0, portion) },
    },
    answer: Check,
  });
  await annotate(repository, made.id, check, output, annotations.slice(portion));
  return String(made.id);
}

type Check = z.infer<typeof Check>;

async function updateFirst(
  repository: Repository,
  order: {
    known: string | null;
    check: CheckShown & { appId: number };
    fields: Record<string, unknown>;
    output: { title: string; summary: string };
  },
): Promise<Check | undefined> {
  const { known, check, fields, output } = order;
  const update = (id: number) =>
    repository.writeIfThere({
      doing: `updating the check ${check.name}`,
      route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
      parameters: { check_run_id: id, ...fields, output },
      answer: Check,
    });
  const updated = known === null ? undefined : await update(Number(known));
  if (updated !== undefined) return updated;

  const ours = await repository.readAll({
    doing: `looking for the check ${check.name}`,
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    parameters: {
      ref: check.headSha,
      check_name: String(fields.name),
      app_id: check.appId,
      filter: "all",
    },
    answer: FoundChecks,
  });
  const same = ours
    .filter(({ external_id }) => external_id === fields.external_id)
    .sort((a, b) => b.id - a.id)[0];
  return same === undefined ? undefined : update(same.id);
}

async function annotationsOf(repository: Repository, { id, output }: Check): Promise<string[]> {
  if (output?.annotations_count === 0) return [];
  const had = await repository.readAll({
    doing: "reading the annotations of a check",
    route: "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    parameters: { check_run_id: id },
    answer: Annotations,
  });
  return had.map(keyOf);
}

function keyOf(one: z.infer<typeof Annotations>[number]): string {
  return JSON.stringify([one.path, one.start_line, one.annotation_level, one.title, one.message]);
}

async function annotate(
  repository: Repository,
  id: number,
  check: CheckShown,
  output: { title: string; summary: string },
  annotations: readonly AnnotationPayload[],
): Promise<void> {
  for (let from = 0; from < annotations.length; from += portion) {
    await repository.write({
      doing: `annotating the check ${check.name}`,
      route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
      parameters: {
        check_run_id: id,
        output: { ...output, annotations: annotations.slice(from, from + portion) },
      },
      answer: Check,
    });
  }
}
