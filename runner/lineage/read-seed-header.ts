const field = /"((?:[^"]|"")*)"|([^,;\t|]*)/y;

/** Names of a seed's columns: the first line of its file. Empty when there is none. */
export function readSeedHeader(text: string): readonly string[] {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = /\r?\n|$/g;
  end.lastIndex = start;
  const line = text.slice(start, Math.min(end.exec(text)?.index ?? text.length, start + 100_000));
  if (line.trim() === "") return [];
  const names: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    field.lastIndex = at;
    const found = field.exec(line);
    if (found === null) break;
    names.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? "").trim());
    at = field.lastIndex;
  }
  return names;
}
