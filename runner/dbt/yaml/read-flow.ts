import { notPlain } from "./not-plain.ts";
import { toPlainScalar, toScalar } from "./to-scalar.ts";

const token =
  /\s*(?:([[\]{},])|("(?:[^"\\]|\\["\\nt])*"|'(?:[^']|'')*')|([^[\]{},:#&*!|>'"%@`\s](?:[^[\]{},:#'"&*\n]*[^[\]{},:#'"&*\n\s])?)|(:)(?=\s))/y;
const maxDepth = 20;

/** A flow collection that begins and ends on this line: `[a, 'b']`, `{a: 1}`; notPlain where it is not simple. */
export function readFlow(line: string): unknown {
  const tokens: { text: string; kind: "sign" | "quoted" | "plain" }[] = [];
  let open = 0;
  token.lastIndex = 0;
  do {
    const at = token.lastIndex;
    const match = token.exec(line);
    if (match === null || at >= line.length) return notPlain;
    const [, sign, quoted, plain, colon] = match;
    if (sign === "[" || sign === "{") open++;
    if (sign === "]" || sign === "}") open--;
    if (open > maxDepth) return notPlain;
    if (quoted !== undefined) tokens.push({ text: quoted, kind: "quoted" });
    else if (plain !== undefined) tokens.push({ text: plain, kind: "plain" });
    else tokens.push({ text: sign ?? colon ?? "", kind: "sign" });
  } while (open > 0);
  if (!/^\s*$|^\s+#/.test(line.slice(token.lastIndex))) return notPlain;

  let next = 0;
  const isSign = (text: string) => tokens[next]?.kind === "sign" && tokens[next]?.text === text;
  const value = (): unknown => {
    const found = tokens[next++];
    if (found?.kind === "quoted") return toScalar(found.text);
    if (found?.kind === "plain") return toPlainScalar(found.text);
    if (found?.text === "[") return list();
    return found?.text === "{" ? mapping() : notPlain;
  };
  const list = (): unknown => {
    const items: unknown[] = [];
    while (!isSign("]")) {
      const item = value();
      if (item === notPlain || !(isSign(",") || isSign("]"))) return notPlain;
      items.push(item);
      if (isSign(",")) next++;
    }
    next++;
    return items;
  };
  const mapping = (): unknown => {
    const entries: Record<string, unknown> = {};
    while (!isSign("}")) {
      const name = tokens[next++];
      if (name?.kind !== "plain" || !/^[A-Za-z_][\w.-]*$/.test(name.text)) return notPlain;
      if (name.text === "__proto__" || Object.hasOwn(entries, name.text) || !isSign(":"))
        return notPlain;
      next++;
      const item = value();
      if (item === notPlain || !(isSign(",") || isSign("}"))) return notPlain;
      entries[name.text] = item;
      if (isSign(",")) next++;
    }
    next++;
    return entries;
  };
  return value();
}
