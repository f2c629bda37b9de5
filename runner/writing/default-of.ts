/** What stands in for null: `0` of `coalesce(payments.paid_amount, 0)`; undefined: it is no such expression. */
export function defaultOf(expression: string): string | undefined {
  const found =
    /^\s*(?:coalesce|ifnull|nvl)\(\s*[\w."]+\s*,\s*(?<value>-?\d+(?:\.\d+)?|'[^'`{}]{0,40}'|true|false)\s*\)\s*$/i.exec(
      expression,
    );
  return found?.groups?.value;
}
