/** A statement without the comment that dbt puts before it, and without a semicolon at its end. */
export function plainStatement(sql: string): string {
  return sql
    .replace(/^\s*\/\*(?:[^*]|\*(?!\/))*\*\//, "")
    .replace(/;\s*$/, "")
    .trim();
}
