import { type Body, refusal } from "./github-api.ts";
import type { Answer } from "./github-upstream.ts";

const conclusions = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "skipped",
  "success",
  "timed_out",
];
const statuses = ["queued", "in_progress", "completed"];
const levels = ["notice", "warning", "failure"];

/** GitHub's documented limits for a check run; undefined when it would be taken. emulate knows few of them. */
export function checkRefusal(body: Body, isNew: boolean): Answer | undefined {
  const mistakes = [
    ...(isNew && !isText(body.name, 1, 1000) ? ["name is missing"] : []),
    ...(isNew && !isText(body.head_sha, 40, 40) ? ["head_sha is missing"] : []),
    ...(body.status !== undefined && !statuses.includes(String(body.status))
      ? [`status may not be ${body.status}`]
      : []),
    ...(body.conclusion !== undefined && !conclusions.includes(String(body.conclusion))
      ? [`conclusion may not be ${body.conclusion}`]
      : []),
    ...(body.status === "completed" && body.conclusion === undefined
      ? ["conclusion is required when status is completed"]
      : []),
    ...outputMistakes(body.output),
    ...actionMistakes(body.actions),
  ];
  if (mistakes.length === 0) return undefined;
  return refusal(422, `Invalid request.\n\n${mistakes.join("\n")}`);
}

function outputMistakes(output: unknown): string[] {
  if (output === undefined) return [];
  const { title, summary, text, annotations } = output as Body;
  const list = Array.isArray(annotations) ? (annotations as Body[]) : [];
  return [
    ...(isText(summary, 1, 65_535) ? [] : ["output.summary needs 1 to 65535 characters"]),
    ...(isText(title, 1, 255) ? [] : ["output.title needs 1 to 255 characters"]),
    ...(text === undefined || isText(text, 0, 65_535) ? [] : ["output.text is over 65535"]),
    ...(list.length > 50
      ? [`No more than 50 items are allowed; ${list.length} were supplied.`]
      : []),
    ...list.flatMap(annotationMistakes),
  ];
}

function annotationMistakes(one: Body): string[] {
  return [
    ...(isText(one.path, 1, 4096) ? [] : ["an annotation needs a path"]),
    ...(Number.isInteger(one.start_line) && Number.isInteger(one.end_line)
      ? []
      : ["an annotation needs start_line and end_line"]),
    ...(levels.includes(String(one.annotation_level))
      ? []
      : [`annotation_level may not be ${one.annotation_level}`]),
    ...(isText(one.message, 1, 64 * 1024) ? [] : ["an annotation needs a message up to 64 kB"]),
    ...(one.title === undefined || isText(one.title, 0, 255) ? [] : ["a title is over 255"]),
    ...(one.start_column !== undefined && one.start_line !== one.end_line
      ? ["columns only where start_line is end_line"]
      : []),
  ];
}

function actionMistakes(actions: unknown): string[] {
  if (actions === undefined) return [];
  const list = Array.isArray(actions) ? (actions as Body[]) : [];
  return [
    ...(list.length > 3 ? [`No more than 3 items are allowed; ${list.length} were supplied.`] : []),
    ...list.flatMap(({ label, description, identifier }) => [
      ...(isText(label, 1, 20) ? [] : [`label "${label}" needs 1 to 20 characters`]),
      ...(isText(description, 1, 40) ? [] : [`description "${description}" needs 1 to 40`]),
      ...(isText(identifier, 1, 20) ? [] : [`identifier "${identifier}" needs 1 to 20`]),
    ]),
  ];
}

function isText(value: unknown, least: number, most: number): boolean {
  return typeof value === "string" && value.length >= least && value.length <= most;
}
