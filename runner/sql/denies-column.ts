/** Is a column closed? What is denied is written as `column` or `table.column`; case does not count. */
export function deniesColumn(denied: readonly string[], table: string, column: string): boolean {
  const names = [column, `${table}.${column}`].map((name) => name.toLowerCase());
  return denied.some((written) =>
    names.includes(written.toLowerCase().split(".").slice(-2).join(".")),
  );
}
