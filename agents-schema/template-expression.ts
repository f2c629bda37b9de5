/**
 * What stands between `{{` and `}}`: either a name such as `event.table`, or text in single quotes that
 * is taken as it is (`{{ '{{ this }}' }}`). Anything else, such as dbt's `{{ ref('orders') }}`, is
 * ordinary text of the prompt.
 */
export const templateExpression = /\{\{\s*(?:'([^\n]{0,500}?)'|([A-Za-z_][\w.-]{0,200}))\s*\}\}/g;
