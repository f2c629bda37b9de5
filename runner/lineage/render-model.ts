import type { DbtMacro } from "../dbt/dbt-project.ts";
import { toJinjaValue } from "./jinja/jinja-value.ts";
import { knownMacro } from "./jinja/known-macros.ts";
import { type RenderContext, RenderRefused, RenderStop } from "./jinja/render-context.ts";
import { type Rendered, renderTemplate } from "./jinja/render-template.ts";
import { type MacroText, type Part, readTextTemplate } from "./jinja/text-template.ts";

/** What the models of a project are rendered with. */
export interface ProjectJinja {
  /** Kind of warehouse: `duckdb`, `postgres`, `snowflake`. */
  adapter: string;
  vars: Readonly<Record<string, unknown>>;
  /** Of the project, and of the packages that are installed. */
  macros: readonly Pick<DbtMacro, "name" | "package" | "parameters" | "body">[];
}

/** Ways that are followed where only dbt can tell which condition holds. */
const maxVariants = 8;

export type RenderedModel =
  /** One text for each way that its conditions may go. */
  { kind: "rendered"; variants: readonly Rendered[] } | { kind: "unclear"; reason: string };

type Macros = ReadonlyMap<string, readonly { macro: MacroText; package: string | undefined }[]>;

/** Answers a function that renders models of one project, as a full refresh would. It never throws. */
export function prepareRendering(
  jinja: ProjectJinja,
): (model: { name: string; sql: string }, columnsOf: RenderContext["columnsOf"]) => RenderedModel {
  const macros = readMacros(jinja.macros);
  const vars = new Map(
    Object.entries(jinja.vars).map(([name, value]) => [name, toJinjaValue(value)]),
  );

  return ({ name, sql }, columnsOf) => {
    const parts = readTextTemplate(sql);
    if ("problem" in parts) return { kind: "unclear", reason: parts.problem };
    const context: RenderContext = {
      self: name,
      adapter: jinja.adapter,
      vars,
      columnsOf,
      macro: (wanted, from) => findMacro(macros, wanted, from),
    };
    return renderVariants(parts, context);
  };
}

/** Each way that the conditions which cannot be told may go, as long as there are few. */
function renderVariants(parts: readonly Part[], context: RenderContext): RenderedModel {
  const variants = new Map<string, Rendered>();
  const ways: (readonly boolean[])[] = [[]];
  let refusal: string | undefined;
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    const taken: boolean[] = [...way];
    const decided = new Map<string, boolean>();
    const decide = (source: string) => {
      const before = decided.get(source);
      if (before !== undefined) return before;
      const next = taken[decided.size] ?? true;
      taken[decided.size] = next;
      decided.set(source, next);
      return next;
    };
    try {
      const rendered = renderTemplate(parts, context, decide);
      variants.set(rendered.text, rendered);
    } catch (error) {
      if (error instanceof RenderRefused) refusal = error.message;
      else if (error instanceof RenderStop) return { kind: "unclear", reason: error.message };
      else if (error instanceof RangeError)
        return { kind: "unclear", reason: "its Jinja is nested too deep" };
      else throw error;
    }
    for (let at = way.length; at < taken.length; at++) ways.push([...taken.slice(0, at), false]);
    if (ways.length + variants.size > maxVariants) {
      return {
        kind: "unclear",
        reason: "its Jinja has too many conditions that only dbt can tell",
      };
    }
  }
  const [first] = variants;
  if (first === undefined)
    return { kind: "unclear", reason: `its Jinja refuses: ${refusal ?? ""}` };
  return { kind: "rendered", variants: [...variants.values()] };
}

function readMacros(written: ProjectJinja["macros"]): Macros {
  const macros = new Map<string, { macro: MacroText; package: string | undefined }[]>();
  for (const { name, package: owner, parameters, body: text } of written) {
    const body = readTextTemplate(text);
    if ("problem" in body) continue; // It is not known then, which is said where it is called.
    const macro = { name, parameters, body };
    macros.set(name, [...(macros.get(name) ?? []), { macro, package: owner }]);
  }
  return macros;
}

/** As dbt looks for it: in the package named, else in one's own, the project's, dbt's own. */
function findMacro(
  macros: Macros,
  name: string,
  { package: own, of }: { package: string | undefined; of: string | undefined },
) {
  const all = macros.get(name) ?? [];
  const found =
    of === undefined
      ? (all.find((macro) => macro.package === own) ??
        all.find((macro) => macro.package === undefined) ??
        all[0])
      : (all.find((macro) => macro.package === of) ?? (of === "dbt" ? undefined : projectsOwn()));
  if (found !== undefined) return found;
  const known = knownMacro(name, of);
  return known === undefined ? undefined : { macro: known, package: of ?? "dbt" };

  /** A project may call its own macros by its name, which is not kept here; a package that is missing has none. */
  function projectsOwn() {
    return knownMacro(name, of) === undefined
      ? all.find((macro) => macro.package === undefined)
      : undefined;
  }
}
