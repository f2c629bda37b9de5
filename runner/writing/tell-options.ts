import type { Statement } from "../facts/statement.ts";
import { isComplete } from "./is-complete.ts";
import { isSayableCode } from "./is-sayable.ts";
import { markAbout } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { type CaseBranch, readCase } from "./read-case.ts";
import { say } from "./say.ts";

const maxOptions = 30;

/** The values of a column of few: each with its share and, where a CASE decides it, with its condition. */
export function tellOptions(
  material: Material,
  { name, profile, output }: ColumnMatter,
): Statement[] {
  const { book, brief } = material;
  if (profile?.semantics !== "enum" || profile.family === "time") return [];
  const shares = book.shares(name);
  const distinct = book.number(name, "distinct_count");
  const isWhole = distinct?.value === shares.length && isComplete(material, name);
  if (!isWhole || shares.length < 2 || shares.length > maxOptions) return [];
  const upstream = brief.inherited.find((one) => one.column.toLowerCase() === name.toLowerCase());
  const branches = readCase(output?.expression ?? "") ?? readCase(upstream?.code ?? "") ?? [];
  return shares.flatMap((share): Statement[] => {
    const said = `${markAbout(say.share(share.value), share)} of the rows`;
    const when = conditionOf(branches, share.argument);
    const marked = when === undefined ? `${capital(said)}.` : `${when}; ${said}.`;
    return [{ part: "option", column: name, about: share.argument, marked, by: "built-in" }];
  });
}

function conditionOf(branches: readonly CaseBranch[], value: string): string | undefined {
  const at = branches.findIndex((branch) => branch.value === value);
  const branch = branches[at];
  if (branch === undefined || branches.findLastIndex((other) => other.value === value) !== at) {
    return undefined;
  }
  if (branch.condition === undefined) return "Otherwise (the ELSE of the CASE)";
  if (!isSayableCode(branch.condition)) return undefined;
  const before = at === 0 ? "" : " and the branches before it do not apply";
  return `When \`${branch.condition}\`${before}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
