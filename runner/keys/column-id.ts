/** A column in maps. Warehouses and SQL do not agree about case. */
export function columnId(subject: string, column: string): string {
  return `${subject}\n${column.toLowerCase()}`;
}
