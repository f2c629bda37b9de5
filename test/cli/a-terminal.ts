/** A terminal that remembers what was written. */
export function aTerminal(colour = false) {
  const lines = { out: [] as string[], err: [] as string[] };
  return {
    colour,
    out: (text: string) => void lines.out.push(text),
    err: (text: string) => void lines.err.push(text),
    written: () => ({ out: lines.out.join("\n"), err: lines.err.join("\n") }),
  };
}
