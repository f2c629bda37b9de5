const token =
  /\s+|--[^\n]*|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$|[\p{L}_][\p{L}\p{N}_]*|[\s\S]/gu;

const ends = /^(using|group|order|limit|offset|;)$/i;

/**
 * `PIVOT t ON a USING …` with a made-up list of values after each `a`: without one DuckDB makes two statements of it
 * and writes neither down. Only for the gate: what it reads is the same. The text unchanged where it has no such PIVOT.
 */
export function completePivot(sql: string): string {
  const tokens = sql.match(token) ?? [];
  const isSpace = (text: string) => /^(\s|--|\/\*)/.test(text);
  const out: string[] = [];
  /** Open PIVOTs: depth of their brackets, whether ON was seen, and whether IN was since the last comma. */
  const open: { depth: number; isOn: boolean; hasIn: boolean }[] = [];
  let depth = 0;
  let before = "";

  const close = () => {
    const last = open.at(-1);
    if (last?.isOn && !last.hasIn) out.push(" IN ('a') ");
  };
  for (const text of tokens) {
    if (isSpace(text)) {
      out.push(text);
      continue;
    }
    const word = text.toLowerCase();
    const last = open.at(-1);
    if (word === "(") depth++;
    if (last !== undefined && last.depth === depth) {
      if (last.isOn && (ends.test(word) || word === ")")) {
        close();
        open.pop();
      } else if (last.isOn && word === ",") {
        close();
        last.hasIn = false;
      } else if (word === "in") last.hasIn = true;
      else if (word === "on") last.isOn = true;
    }
    if (word === ")") depth--;
    // Anywhere else it stands behind a table, with its values in brackets.
    if (/^pivot(_wider)?$/.test(word) && /^(|\(|explain)$/.test(before)) {
      open.push({ depth, isOn: false, hasIn: false });
    }
    out.push(text);
    before = word;
  }
  close();
  return out.join("");
}
