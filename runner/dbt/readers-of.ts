/** Who reads what: the other way round than nodes say it, in the order of the nodes. */
export function readersOf(
  nodes: ReadonlyMap<string, { reads: readonly string[] }>,
): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const [name, { reads }] of nodes) {
    for (const read of reads) {
      const known = readers.get(read);
      if (known === undefined) readers.set(read, [name]);
      else known.push(name);
    }
  }
  return readers;
}
