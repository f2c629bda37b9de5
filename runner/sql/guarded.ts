import { judgeText } from "./judge-text.ts";
import type { SqlVerdict } from "./sql-verdict.ts";

/** A gate that looks at the characters of a text before a parser does. */
export function guarded(
  judge: (sql: string) => SqlVerdict | Promise<SqlVerdict>,
): (sql: string) => Promise<SqlVerdict> {
  return async (sql) => {
    const reason = judgeText(sql);
    return reason === undefined ? judge(sql) : { kind: "refused", code: "text", reason };
  };
}
