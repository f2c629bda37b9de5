import { GraphQLError } from "graphql";
import type { Caller } from "./github-api.ts";
import type { Rest } from "./github-rest.ts";
import type { World } from "./github-world.ts";

/** What every resolver is given. */
export interface GraphqlContext {
  world: World;
  caller: Caller;
  rest: Rest;
}

/** An error as GitHub's GraphQL gives it, with a type such as STALE_DATA or NOT_FOUND. */
export function graphqlError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
