const block = /\{%[-+]?\s*snapshot\s+(\w+)\s*[-+]?%\}([\s\S]*?)\{%[-+]?\s*endsnapshot\s*[-+]?%\}/g;

/** The query of one of the snapshots in a file; the whole file where it has no block of that name. */
export function snapshotSql(text: string, name: string): string {
  for (const [, found, sql] of text.matchAll(block)) {
    if (found === name && sql !== undefined) return sql;
  }
  return text;
}
