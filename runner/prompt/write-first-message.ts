import { cutMiddle } from "./cut-middle.ts";
import { fenceUntrusted } from "./fence-untrusted.ts";

/** What a run knows when it begins. Files are read at the base commit unless it says otherwise. */
export interface RunContext {
  /** The agent's prompt, templates filled in. */
  task: string;
  because: string;
  baseSha: string;
  headSha: string;
  pullRequest: { number: number; title: string; author: string } | null;
  inputs: Readonly<Record<string, string>>;
  changedFiles: readonly {
    path: string;
    status: "added" | "modified" | "deleted";
    /** Unified diff from base to head; undefined when it is not text. */
    diff: string | undefined;
  }[];
  /** Changed dbt models: what is known of them, in words. */
  models: readonly { name: string; about: string }[];
  /** `AGENTS.md` and the agent's `context.files`. */
  documents: readonly { path: string; text: string }[];
}

/** Caps in characters (four characters are about one token). */
const caps = { diffs: 30_000, oneDiff: 6_000, models: 14_000, documents: 20_000, files: 300 };

/** The first message of a run: the task, then what is known, fenced where strangers may have written it. */
export function writeFirstMessage(context: RunContext, tag: string): string {
  const sections = [
    `# Task\n\n${context.task.trim()}`,
    section("Why this run started", fenceUntrusted(tag, "trigger", circumstances(context))),
    section("Changed files", changedFiles(context, tag)),
    section("What changed", diffs(context, tag)),
    section("Changed models: documentation and lineage", models(context, tag)),
    section("Documents of the repository", documents(context, tag)),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

function section(title: string, body: string): string {
  return body === "" ? "" : `# ${title}\n\n${body}`;
}

function circumstances(context: RunContext): string {
  const { pullRequest, inputs } = context;
  const lines = [context.because];
  if (pullRequest !== null) {
    lines.push(
      `Pull request #${pullRequest.number} by ${pullRequest.author}: ${pullRequest.title}`,
    );
  }
  lines.push(`base ${context.baseSha}`, `head ${context.headSha} (the workspace)`);
  for (const [name, value] of Object.entries(inputs)) lines.push(`input ${name}: ${value}`);
  return lines.join("\n");
}

function changedFiles({ changedFiles }: RunContext, tag: string): string {
  if (changedFiles.length === 0) return "";
  const shown = changedFiles.slice(0, caps.files).map((file) => `${file.status} ${file.path}`);
  const rest = changedFiles.length - shown.length;
  if (rest > 0) shown.push(`and ${rest} more`);
  return fenceUntrusted(tag, "changed files", shown.join("\n"));
}

function diffs({ changedFiles }: RunContext, tag: string): string {
  return pack(
    changedFiles.flatMap((file) =>
      file.diff === undefined ? [] : [{ source: file.path, text: file.diff }],
    ),
    { all: caps.diffs, one: caps.oneDiff },
    tag,
  );
}

function models({ models }: RunContext, tag: string): string {
  return pack(
    models.map((model) => ({ source: `model ${model.name}`, text: model.about })),
    { all: caps.models, one: caps.models / 2 },
    tag,
  );
}

function documents({ documents }: RunContext, tag: string): string {
  return pack(
    documents.map((document) => ({ source: document.path, text: document.text })),
    { all: caps.documents, one: caps.documents / 2 },
    tag,
  );
}

/** As many texts as fit, in order; what was left out is named, so that the model can read it itself. */
function pack(
  texts: readonly { source: string; text: string }[],
  cap: { all: number; one: number },
  tag: string,
): string {
  const blocks: string[] = [];
  const leftOut: string[] = [];
  let used = 0;
  for (const { source, text } of texts) {
    const shown = cutMiddle(text, cap.one);
    if (used + shown.length > cap.all) {
      leftOut.push(source);
      continue;
    }
    used += shown.length;
    blocks.push(fenceUntrusted(tag, source, shown));
  }
  if (leftOut.length > 0) {
    const names = leftOut.slice(0, caps.files).join("\n");
    blocks.push(fenceUntrusted(tag, "left out here for length", names));
  }
  return blocks.join("\n\n");
}
