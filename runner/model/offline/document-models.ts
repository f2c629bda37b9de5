import type { Briefing } from "../../ports.ts";
import { splitHeadline } from "./document-whole-project.ts";
import { parseProject } from "./parse-project.ts";
import type { Recipe } from "./recipe.ts";
import { sayNothing } from "./say-nothing.ts";
import { signature } from "./signature.ts";

/** Characters of a commit's body and of a comment: the tools take 6,000 and 20,000. */
const maxBody = 5_600;
const maxComment = 19_000;
/** Models that one call takes. */
const maxModels = 200;

/**
 * The recipe *document the changed models*: has them measured and documented, and proposes what was written.
 * Where the run may not commit, it is suggested in a comment.
 */
export function* documentModels(briefing: Briefing, tools: ReadonlySet<string>): Recipe<string> {
  const models = briefing.changedModels.map(({ name }) => name).slice(0, maxModels);
  if (models.length === 0) {
    return yield* sayNothing("no dbt model changed, so there was nothing to document");
  }
  if (!tools.has("document_models")) {
    return yield* sayNothing(
      "this agent may not document models: its tools leave document_models out",
    );
  }
  const {
    replies: [documented],
  } = yield { calls: [{ tool: "document_models", input: { models } }] };
  const text = documented?.text ?? "";
  if (documented === undefined || documented.isError) return yield* sayNothing(text);
  const { headline, rest } = splitHeadline(text);
  if (headline.startsWith("nothing to")) {
    return yield* sayNothing(`${models.join(", ")}: ${headline}`);
  }
  if (!tools.has("write") || !tools.has("propose_commit")) {
    return yield* suggest(text, models, tools);
  }

  const parsed = tools.has("dbt") ? yield* parseProject(text) : undefined;
  if (parsed?.isOurs) return yield* sayNothing(`dbt does not accept it: ${parsed.said}`);
  const check = parsed === undefined ? [] : [`dbt parse: ${parsed.said}`];
  const body = [`${headline} Text that was there stays as it is.`, rest, ...check].join("\n\n");
  const title = headlineFor(models);
  const {
    replies: [proposed],
  } = yield {
    calls: [
      {
        tool: "propose_commit",
        input: { headline: title, body: `${cut(body, maxBody)}\n\n${signature}.` },
      },
    ],
  };
  return `${title}. ${proposed?.text ?? ""}`;
}

/** Where nothing may be committed, such as on a fork. */
function* suggest(
  text: string,
  models: readonly string[],
  tools: ReadonlySet<string>,
): Recipe<string> {
  const names = models.join(", ");
  if (!tools.has("propose_comment")) {
    return yield* sayNothing(
      `documentation for ${names} could be written, but this run may neither commit nor comment`,
    );
  }
  const body = `${cut(text, maxComment - signature.length - 10)}\n\n_${signature}._`;
  yield { calls: [{ tool: "propose_comment", input: { body } }] };
  return `suggested documentation for ${names}`;
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}\n[…]` : text;
}

function headlineFor(names: readonly string[]): string {
  const all = `Document ${names.join(", ")}`;
  return all.length <= 72 ? all : `Document ${names.length} models`;
}
