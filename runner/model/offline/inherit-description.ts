import { readModelSql } from "../../dbt/read-model-sql.ts";
import { readPropertyFile } from "../../dbt/read-property-file.ts";
import { maskSql } from "./mask-sql.ts";

/** Longest description that is taken over, in characters. */
const maxLength = 300;

/**
 * The description of a column in what the model reads, when the model passes the column on as it is and
 * all who describe it say the same. undefined otherwise.
 */
export function inheritDescription(
  sql: string,
  column: string,
  propertyFiles: Iterable<string>,
): string | undefined {
  if (!isPassedOn(sql, column)) return undefined;
  const { refs, sources } = readModelSql(sql);
  const read = new Set([...refs, ...sources]);
  const texts = new Set<string>();
  for (const text of propertyFiles) {
    const file = readPropertyFile(text);
    if ("problem" in file) continue;
    for (const { name, columns } of [...file.models, ...file.seeds, ...file.sources]) {
      if (!read.has(name)) continue;
      const found = columns.find((item) => item.name.toLowerCase() === column.toLowerCase());
      if (found !== undefined && found.description !== "") texts.add(found.description);
    }
  }
  const [only, other] = texts;
  return other === undefined && only !== undefined && isTakenOver(only) ? only : undefined;
}

/** One paragraph, without numbers: those were not measured in this run. Nothing that dbt would render. */
function isTakenOver(text: string): boolean {
  return text.length <= maxLength && !/[\n\r{}\d]/.test(text);
}

/** Words that may stand before a column without naming it anew. */
const before =
  /(?:^|[^\w])(?:select|distinct|by|on|and|or|not|where|when|then|else|case|having|in)$/i;

/**
 * Nothing in the model gives another meaning to the name: wherever it is an alias, with `as` or without, it
 * stands for the column itself.
 */
function isPassedOn(sql: string, column: string): boolean {
  if (!/^\w+$/.test(column)) return false;
  const { text, hasControl } = maskSql(sql);
  if (hasControl) return false;
  const itself = new RegExp(
    `(?:,|\\bselect(?:\\s+distinct)?)\\s*(?:\\w+\\s*\\.\\s*)?"?${column}"?\\s+as$`,
    "i",
  );
  return [...text.matchAll(new RegExp(`(?<![\\w"])"?${column}"?(?![\\w"])`, "gi"))].every(
    ({ index }) => {
      const rest = text.slice(0, index).trimEnd();
      if (/(?:^|\W)as$/i.test(rest)) return itself.test(rest);
      return !/[\w)'"$]$/.test(rest) || before.test(rest);
    },
  );
}
