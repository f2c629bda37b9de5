import { readFile } from "node:fs/promises";
import type { GraphQLFieldResolver, GraphQLSchema } from "graphql";
import { answer, type Body, type Caller, refusal } from "./github-api.ts";
import { createCommitOnBranch } from "./github-graphql-commit.ts";
import { type GraphqlContext, graphqlError } from "./github-graphql-context.ts";
import { queryRoot } from "./github-graphql-queries.ts";
import type { Rest } from "./github-rest.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

export interface GitHubGraphql {
  /** The first top-level field that is asked for; `?` when the query cannot be read. */
  fieldOf(body: Body): Promise<string>;
  execute(caller: Caller, body: Body): Promise<Answer>;
}

/**
 * GraphQL on the schema that GitHub publishes, so that a field or argument that GitHub lacks is refused
 * here too. The schema takes 0.4 s to build, so it is built by the first query.
 */
export function createGitHubGraphql(world: World, rest: Rest): GitHubGraphql {
  let schema: Promise<GraphQLSchema> | undefined;
  return {
    async fieldOf({ query }) {
      const { Kind, parse } = await import("graphql");
      try {
        for (const definition of parse(String(query)).definitions) {
          if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
          const first = definition.selectionSet.selections[0];
          if (first?.kind === Kind.FIELD) return first.name.value;
        }
      } catch {
        // The query will be refused when it is executed.
      }
      return "?";
    },
    async execute(caller, { query, variables }) {
      if (caller.kind === "anonymous" || caller.kind === "app") {
        return refusal(401, "This endpoint requires you to be authenticated.");
      }
      schema ??= loadSchema();
      const { graphql } = await import("graphql");
      const result = await graphql({
        schema: await schema,
        source: String(query),
        variableValues: variables as Record<string, unknown> | undefined,
        rootValue: { ...queryRoot, createCommitOnBranch },
        contextValue: { world, caller, rest } satisfies GraphqlContext,
        fieldResolver: resolveField,
      });
      const errors = result.errors?.map((error) => {
        const { extensions, ...shown } = error.toJSON();
        // GitHub's errors carry their type beside the message, not among extensions.
        const type = extensions?.type;
        return { ...(type === undefined ? {} : { type }), ...shown };
      });
      return answer(200, {
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(errors === undefined ? {} : { errors }),
      });
    },
  };
}

/** What nobody has written a resolver for is an error that says so, and not a null that looks true. */
const resolveField: GraphQLFieldResolver<unknown, GraphqlContext> = (
  source,
  args,
  context,
  { fieldName, parentType },
) => {
  const value = (source as Record<string, unknown> | undefined)?.[fieldName];
  if (value === undefined) {
    throw graphqlError(
      "NOT_IN_THE_STAND_IN",
      `the stand-in has no answer for ${parentType.name}.${fieldName}`,
    );
  }
  return typeof value === "function" ? value(args, context) : value;
};

async function loadSchema(): Promise<GraphQLSchema> {
  const { buildSchema } = await import("graphql");
  const file = new URL(
    "../../node_modules/@octokit/graphql-schema/schema.graphql",
    import.meta.url,
  );
  return buildSchema(await readFile(file, "utf8"), { assumeValid: true });
}
