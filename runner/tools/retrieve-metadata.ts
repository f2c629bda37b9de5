import { defineTool } from "./define-tool.ts";
import { profileInput, profileSubject } from "./profile-subject.ts";

export const retrieveMetadata = defineTool({
  name: "retrieve_metadata",
  description:
    "What a table contains: rows, and for each column type, nulls, distinct values, range, quantiles and frequent values, each a fact with an id. Name a dbt model, seed or source table (source.table), or a table of the warehouse (schema.table). What is known already is answered at once.",
  input: profileInput,
  use: (world, input) => profileSubject(world, input, true),
});
