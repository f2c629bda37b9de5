import type { Finding } from "#agents-schema/finding.ts";
import type { Briefing } from "../../ports.ts";
import { checkModel, type ModelEvidence } from "./check-model.ts";
import { findLines } from "./find-lines.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { readShape } from "./read-shape.ts";
import type { Recipe } from "./recipe.ts";
import { signature } from "./signature.ts";

/** Findings that one review may carry. */
const maxFindings = 50;

/** The recipe *review the changed models*: built-in checks, each finding with its file and line. */
export function* reviewModels(briefing: Briefing, tools: ReadonlySet<string>): Recipe<string> {
  const models = briefing.changedModels.length === 0 ? [] : yield* gatherEvidence(briefing);
  const findings = [...(yield* danglingReferences(briefing)), ...models.flatMap(checkModel)];
  if (models.length === 0 && findings.length === 0) {
    return yield* sayNothing("no dbt model changed, so there was nothing to review");
  }
  if (findings.length === 0) {
    return yield* sayNothing(`${counted(models.length)} checked, nothing found`);
  }

  const shown = findings.slice(0, maxFindings);
  const body = summary(models, findings, shown.length);
  if (tools.has("propose_review")) {
    yield { calls: [{ tool: "propose_review", input: { body, findings: shown } }] };
  } else if (tools.has("propose_comment")) {
    const list = shown.map(
      ({ path, line, title, body }) => `- \`${path}:${line}\` ${title}. ${body}`,
    );
    const comment = [body, ...list].join("\n");
    yield { calls: [{ tool: "propose_comment", input: { body: comment.slice(0, 20_000) } }] };
  }
  return body;
}

function* sayNothing(reason: string): Recipe<string> {
  yield { calls: [{ tool: "noop", input: { reason: `${reason} (${signature})` } }] };
  return reason;
}

/** Models that were deleted although others still read them. */
function* danglingReferences({ changedFiles }: Briefing): Recipe<Finding[]> {
  const deleted = changedFiles.flatMap(({ path, status }) => {
    const name = /^(?:.*\/)?models\/.*?([\w-]+)\.sql$/.exec(path)?.[1];
    return status === "deleted" && name !== undefined ? [name] : [];
  });
  if (deleted.length === 0) return [];
  const pattern = `ref\\(.*["'](${deleted.join("|")})["']\\s*[,)]`;
  const lines = yield* findLines(pattern, ["sql"]);
  return lines.map(({ path, line, text }) => {
    const name = deleted.find((model) => new RegExp(`["']${model}["']`).test(text)) ?? "";
    return {
      path,
      line,
      severity: "critical" as const,
      rule: "removed-model",
      title: `${name} was deleted but is still read here`,
      body: `\`ref('${name}')\` has nothing to stand for any more: dbt does not compile.`,
    };
  });
}

function summary(
  models: readonly ModelEvidence[],
  findings: readonly Finding[],
  shown: number,
): string {
  const grave = findings.filter(({ severity }) => severity === "high" || severity === "critical");
  const undecided = models.filter(({ head }) => readShape(head).columns === undefined);
  const sentences = [
    `${counted(models.length)} checked: ${findings.length} finding${findings.length === 1 ? "" : "s"}${grave.length > 0 ? `, ${grave.length} of them grave` : ""}.`,
  ];
  if (shown < findings.length) sentences.push(`Only the first ${shown} are shown.`);
  if (undecided.length > 0) {
    const names = undecided.map(({ name }) => `\`${name}\``).join(", ");
    sentences.push(
      `The output columns of ${names} could not be told from the SQL (a star over a relation, or Jinja), so nothing is said about them.`,
    );
  }
  return `${sentences.join(" ")}\n\n_${signature}._`;
}

function counted(models: number): string {
  return models === 1 ? "1 changed model" : `${models} changed models`;
}
