import { choosePropertyFile } from "../../dbt/properties/choose-property-file.ts";
import { spliceProperties } from "../../dbt/properties/splice-properties.ts";
import { type PropertyEntry, readPropertyFile } from "../../dbt/read-property-file.ts";
import type { Briefing } from "../../ports.ts";
import { type Draft, draftModel } from "./draft-model.ts";
import { type Gathered, gatherDocuments } from "./gather-documents.ts";
import { type Measurement, measureModels } from "./measure-models.ts";
import type { Recipe } from "./recipe.ts";
import { signature } from "./signature.ts";
import { suggestDocumentation } from "./suggest-documentation.ts";
import { writeCommitBody } from "./write-commit-body.ts";

/** Property files as they should be, and what they say of which models. */
interface Documentation {
  files: ReadonlyMap<string, string>;
  drafts: readonly Draft[];
  /** What could not be documented and why. */
  notes: readonly string[];
}

/**
 * The recipe *document the changed models*: reads them, measures them, and adds to their property files
 * what is missing. Every number stands on a fact of this run; what people wrote stays. Where the run may not
 * commit, the documentation is suggested in a comment.
 */
export function* documentModels(briefing: Briefing, tools: ReadonlySet<string>): Recipe<string> {
  if (briefing.changedModels.length === 0) {
    return yield* sayNothing("no dbt model changed, so there was nothing to document");
  }
  const gathered = yield* gatherDocuments(briefing);
  const measured: ReadonlyMap<string, Measurement> = tools.has("retrieve_metadata")
    ? yield* measureModels(gathered.models)
    : new Map();
  const documentation = draftAll(gathered, measured);
  const { files, drafts, notes } = documentation;
  if (files.size === 0) {
    const why = [...drafts.flatMap(({ missing }) => missing), ...notes].join(" ");
    const names = gathered.models.map(({ name }) => name).join(", ");
    return yield* sayNothing(
      why === "" ? `${names}: everything is documented already` : `nothing to add. ${why}`,
    );
  }
  if (!tools.has("write") || !tools.has("propose_commit")) {
    return yield* suggestDocumentation(files.keys(), drafts, notes, tools);
  }

  const { replies } = yield {
    calls: [...files].map(([path, content]) => ({ tool: "write", input: { path, content } })),
  };
  const refused = replies.filter(({ isError }) => isError).map(({ text }) => text);
  if (refused.length === files.size) return yield* sayNothing(refused.join("; "));

  const parsed = tools.has("dbt") ? yield* parseProject([...files.keys()]) : undefined;
  if (parsed?.isOurs) return yield* sayNothing(`dbt does not accept it: ${parsed.said}`);
  const allNotes = [
    ...notes,
    ...refused,
    ...(parsed === undefined ? [] : [`dbt parse: ${parsed.said}`]),
  ];
  const written = drafts.filter(
    ({ wanted }) => wanted.description !== undefined || wanted.columns.length > 0,
  );
  const headline = headlineFor(written.map(({ wanted }) => wanted.name));
  const {
    replies: [proposed],
  } = yield {
    calls: [
      { tool: "propose_commit", input: { headline, body: writeCommitBody(written, allNotes) } },
    ],
  };
  return `${headline}. ${proposed?.text ?? ""}`;
}

function draftAll(
  { models, unreadable, propertyFiles }: Gathered,
  measured: ReadonlyMap<string, Measurement>,
): Documentation {
  const texts = new Map(propertyFiles);
  const files = new Map<string, string>();
  const drafts: Draft[] = [];
  const notes = unreadable.map((name) => `The SQL of ${name} could not be read.`);
  for (const model of models) {
    const path = fileOf(model, texts);
    const before = texts.get(path) ?? "";
    const existing = entryOf(before, model.name);
    const draft = draftModel(model, existing, measured.get(model.name), propertyFiles.values());
    drafts.push(draft);
    const { wanted } = draft;
    if (wanted.description === undefined && wanted.columns.length === 0) continue;

    const edited = spliceProperties(before, wanted);
    if ("refused" in edited) {
      notes.push(`${path} was not changed: ${edited.refused}.`);
      continue;
    }
    if (edited.skipped.length > 0) {
      notes.push(`Left alone, because anchors tie them to others: ${edited.skipped.join(", ")}.`);
    }
    if (edited.text !== before) {
      files.set(path, edited.text);
      texts.set(path, edited.text);
    }
  }
  return { files, drafts, notes };
}

/** Where the model is described already; else where its directory describes its models. */
function fileOf(model: { name: string; path: string }, texts: ReadonlyMap<string, string>): string {
  for (const [path, text] of texts) {
    if (entryOf(text, model.name) !== undefined) return path;
  }
  const directory = model.path.slice(0, model.path.lastIndexOf("/") + 1);
  const beside = [...texts].flatMap(([path, text]) =>
    path.startsWith(directory) && !path.slice(directory.length).includes("/")
      ? [{ path, text }]
      : [],
  );
  return choosePropertyFile(model, beside);
}

function entryOf(text: string, name: string): PropertyEntry | undefined {
  const file = readPropertyFile(text);
  return "problem" in file ? undefined : file.models.find((entry) => entry.name === name);
}

/** What dbt says of the project. `isOurs`: it complains about a file that was written here. */
function* parseProject(paths: readonly string[]): Recipe<{ said: string; isOurs: boolean }> {
  const { replies } = yield { calls: [{ tool: "dbt", input: { command: "parse" } }] };
  const [reply] = replies;
  if (reply === undefined || !reply.isError)
    return { said: "nothing to complain about", isOurs: false };
  const complaint =
    reply.text.split("\n").find((line) => /error/i.test(line)) ?? reply.text.split("\n")[0];
  const isOurs = paths.some((path) => reply.text.includes(path.slice(path.lastIndexOf("/") + 1)));
  return {
    said: `it fails, but not because of these files: ${(complaint ?? "").trim().slice(0, 200)}`,
    isOurs,
  };
}

function* sayNothing(reason: string): Recipe<string> {
  const said = `${reason.slice(0, 500 - signature.length - 4)} (${signature})`;
  yield { calls: [{ tool: "noop", input: { reason: said } }] };
  return reason;
}

function headlineFor(names: readonly string[]): string {
  const all = `Document ${names.join(", ")}`;
  return all.length <= 72 ? all : `Document ${names.length} models`;
}
