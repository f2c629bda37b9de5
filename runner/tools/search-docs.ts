import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { listDocs } from "./list-docs.ts";
import { type RankedDoc, rankDocs } from "./rank-docs.ts";

/** Columns that are shown of each answer, and characters of each text. */
const maxColumns = 5;
const maxText = 300;

export const searchDocs = defineTool({
  name: "search_docs",
  description:
    "Searches the documentation of the dbt project: names and descriptions of models, columns, seeds, sources, snapshots, metrics, exposures, docs blocks and macros. Ask with a few words, such as: refunded amount.",
  input: {
    query: z.string().trim().min(1).max(300),
    limit: z.number().int().min(1).max(50).default(10),
  },
  async use({ project }, { query, limit }) {
    const step = `Searching the documentation for ${query.slice(0, 60)}`;
    if (project === undefined) {
      return { outcome: "empty", text: "the repository has no dbt_project.yml", step };
    }
    const docs = listDocs(project);
    const found = rankDocs(docs, query);
    if (found.length === 0) {
      const text = `nothing of ${project.name} is called so or described with these words; looked at ${docs.length} names and their descriptions`;
      return { outcome: "empty", text, step };
    }
    const left = found.length - limit;
    const more = left > 0 ? [`and ${left} more; ask more exactly, or with a higher limit`] : [];
    return {
      outcome: "ok",
      text: [...found.slice(0, limit).map(tell), ...more].join("\n"),
      step,
    };
  },
});

function tell({ doc, columns }: RankedDoc): string {
  const about = short(doc.description);
  const lines = columns.slice(0, maxColumns).map(({ name, description }) => {
    const text = short(description);
    return `    ${name}${text === "" ? "" : `: ${text}`}`;
  });
  const left = columns.length - maxColumns;
  return [
    `${doc.kind} ${doc.name} (${doc.path})${about === "" ? "" : `: ${about}`}`,
    ...lines,
    ...(left > 0 ? [`    and ${left} more columns`] : []),
  ].join("\n");
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > maxText ? `${line.slice(0, maxText - 1)}…` : line;
}
