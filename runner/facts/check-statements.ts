import { checkSentence } from "./check-sentence.ts";
import { findUnread } from "./find-unread.ts";
import { judgeInherited } from "./judge-inherited.ts";
import { openScope } from "./open-scope.ts";
import { readMarks } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";
import type { StatementContext } from "./statement-context.ts";

export type { StatementContext };

/** A description that refers to a block of documentation: inherited as it is. */
const docs = /\{\{\s*doc\(\s*(['"])[\w.-]+\1(?:\s*,\s*(['"])[\w.-]+\2)?\s*\)\s*\}\}/g;

export interface RefusedStatement {
  statement: Statement;
  /** A sentence for the writer, who may try again. */
  reason: string;
}

/**
 * Which statements hold: every number, date, quoted value and absolute claim must be backed, at the
 * precision in which it is printed, by a fact that its sentence cites, of the right kind and about the
 * right column; or be a literal of the model's SQL. Words of people (inherited) need no marks.
 */
export function checkStatements(
  statements: readonly Statement[],
  about: StatementContext,
): { ok: Statement[]; refused: RefusedStatement[] } {
  const ok: Statement[] = [];
  const refused: RefusedStatement[] = [];
  const judge = createJudge(about);
  for (const statement of statements) {
    const reason = judge(statement);
    if (reason === undefined) ok.push(statement);
    else refused.push({ statement, reason });
  }
  return { ok, refused };
}

/** Why a statement does not hold; undefined: it does. */
export function createJudge(about: StatementContext): (statement: Statement) => string | undefined {
  const scope = openScope(about);
  return (statement) => {
    const { plain, marks } = readMarks(statement.marked);
    const unknown = marks.flatMap(({ ids }) => ids).find((id) => !scope.byId.has(id));
    if (unknown !== undefined) return `there is no fact ${unknown}`;
    const isInherited = statement.by !== "built-in" && statement.by !== "model";
    const jinja = isInherited ? plain.replace(docs, "") : plain;
    if (/\{\{|\{%|\{#/.test(jinja)) return "dbt would render this text as Jinja";
    if (isInherited && marks.length === 0) return judgeInherited(statement, plain, scope);
    for (const sentence of readSentences(plain, marks, scope.names)) {
      const said = { statement, plain, sentence };
      const reason =
        checkSentence(said, scope) ?? (isInherited ? undefined : findUnread(said, scope));
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
