const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--|\/\*|[\p{L}_][\p{L}\p{N}_$]*|[()]|[^\s]/gu;
/** After the rows are chosen these change what comes out of them. */
const forbidden = new Set(
  "group order limit union intersect except having offset fetch window qualify for returning into".split(
    " ",
  ),
);
const aggregate =
  /^(?:count|count_if|sum|min|max|avg|stddev\w*|variance|var_\w+|percentile_\w+|quantile\w*|approx\w*|median|bool_and|bool_or|every|any_value|string_agg|array_agg|mode|hll|min_by|max_by)$/;

/**
 * A query of the shape `select <aggregate> from <rows>`, taken apart: those of the same rows can be asked
 * together. undefined: it has another shape, and stays as it is.
 */
export function splitSelect(sql: string): { expression: string; from: string } | undefined {
  let depth = 0;
  let from: number | undefined;
  let isAggregate = false;
  let nested: number | undefined;
  let isFirst = true;
  let isSecond = false;
  for (const match of sql.matchAll(token)) {
    const word = match[0].toLowerCase();
    if (word === "--" || word === "/*" || word === ";" || word === "$" || word === "\\")
      return undefined;
    if (isFirst) {
      if (word !== "select") return undefined;
      isFirst = false;
      isSecond = true;
      continue;
    }
    if (isSecond && (word === "distinct" || word === "all")) return undefined;
    isSecond = false;
    if (word === "(") depth += 1;
    if (word === ")") {
      depth -= 1;
      if (nested !== undefined && depth < nested) nested = undefined;
    }
    if (depth < 0) return undefined;
    if (from === undefined) {
      if (depth > 0 && word === "select") nested ??= depth;
      if (nested === undefined && aggregate.test(word)) isAggregate = true;
      // One value: a comma at the top would make two.
      if (depth === 0 && word === ",") return undefined;
      if (depth === 0 && word === "from") from = match.index;
      continue;
    }
    if (depth === 0 && (forbidden.has(word) || word === ",")) return undefined;
  }
  if (from === undefined || depth !== 0 || !isAggregate) return undefined;
  const start = /^\s*select\s+/i.exec(sql)?.[0].length ?? 0;
  return {
    expression: sql.slice(start, from).trim(),
    from: sql.slice(from + "from".length).trim(),
  };
}
