import type { CheckShown } from "../../ports.ts";
import { fitText } from "./fit-text.ts";

/** GitHub's limits, in characters. */
const limits = {
  name: 200,
  externalId: 255,
  title: 255,
  summary: 65_535,
  annotationTitle: 255,
  /** 64 kB in UTF-8, at most three bytes for each UTF-16 unit. */
  annotationMessage: 21_000,
  actions: 3,
  label: 20,
  description: 40,
  identifier: 20,
};

export interface AnnotationPayload {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: string;
  title: string;
  message: string;
}

/** A check run as GitHub takes it, cut to its limits; annotations are sent in portions, apart. */
export function checkPayload(check: CheckShown): {
  fields: Record<string, unknown>;
  output: { title: string; summary: string };
  annotations: AnnotationPayload[];
} {
  const title = fitText(check.title, limits.title) || check.name;
  return {
    fields: {
      name: fitText(check.name, limits.name),
      external_id: check.externalId.slice(0, limits.externalId),
      ...(/^https?:\/\//.test(check.detailsUrl) ? { details_url: check.detailsUrl } : {}),
      status: check.status,
      ...(check.conclusion === undefined ? {} : { conclusion: check.conclusion }),
      actions: check.actions.slice(0, limits.actions).map((action) => ({
        label: action.label.slice(0, limits.label),
        description: action.description.slice(0, limits.description),
        identifier: action.identifier.slice(0, limits.identifier),
      })),
    },
    output: { title, summary: fitText(check.summary, limits.summary) || title },
    annotations: check.annotations.map(({ path, line, level, title, message }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: level,
      title: fitText(title, limits.annotationTitle),
      message: fitText(message, limits.annotationMessage) || title || path,
    })),
  };
}
