import { graphqlError } from "./github-graphql-context.ts";

export interface Pagination {
  first?: number | null;
  last?: number | null;
  after?: string | null;
}

/** A list as GitHub pages it: `first` or `last` is a must, 100 the most; a cursor is a position. */
export function connection(
  name: string,
  items: readonly unknown[],
  { first, last, after }: Pagination,
): object {
  const size = first ?? last;
  if (size === undefined || size === null) {
    throw graphqlError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size > 100) {
    throw graphqlError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
    );
  }
  const isFromEnd = first === undefined || first === null;
  const start = isFromEnd ? Math.max(items.length - size, 0) : Number(after ?? 0);
  const nodes = items.slice(start, start + size);
  const end = start + nodes.length;
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: String(start + index + 1) })),
    totalCount: items.length,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length === 0 ? null : String(start + 1),
      endCursor: nodes.length === 0 ? null : String(end),
    },
  };
}
