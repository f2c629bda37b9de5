/** Longest value, and how many inputs one command may give. */
const limits = { value: 500, inputs: 20 };

/**
 * Reads `name=value` and `name="a value"`. A word that is no input makes the whole unclear, so that a
 * slip never starts an agent with half of what was meant.
 */
export function readInputs(
  text: string,
):
  | { kind: "inputs"; inputs: Readonly<Record<string, string>> }
  | { kind: "unclear"; word: string } {
  const inputs = new Map<string, string>();
  const straight = text.replaceAll(/[“”]/g, '"');
  for (const [word] of straight.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const [, name, quoted, bare] =
      /^([A-Za-z_][\w-]{0,63})=(?:"([^"]*)"|([^"]*))$/.exec(word) ?? [];
    if (name === undefined || inputs.size >= limits.inputs) return { kind: "unclear", word };
    inputs.set(name, (quoted ?? bare ?? "").slice(0, limits.value));
  }
  return { kind: "inputs", inputs: Object.fromEntries(inputs) };
}
