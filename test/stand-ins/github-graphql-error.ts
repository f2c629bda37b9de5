import { GraphQLError } from "graphql";

/** An error as GitHub's GraphQL gives it, with a type such as STALE_DATA or NOT_FOUND. */
export function graphqlError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
