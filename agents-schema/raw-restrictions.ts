import { z } from "zod";
import { effectKinds } from "./effect.ts";
import { branchList, globList, section, textList } from "./raw-values.ts";

const files = section({
  allow: globList
    .min(1)
    .describe("Only these files: directories such as `models/`, globs, files.")
    .optional(),
  deny: globList.describe("Never these files, whatever `allow` says.").optional(),
  can_create_files: z.boolean().optional(),
  can_delete_files: z.boolean().optional(),
});

const sql = section({
  read_only: z.boolean().describe("true when left out.").optional(),
  max_rows_returned: z
    .number()
    .int()
    .positive()
    .max(100_000)
    .describe("1000 when left out.")
    .optional(),
  timeout_seconds: z.number().positive().max(3600).describe("60 when left out.").optional(),
  max_bytes_scanned: z
    .number()
    .positive()
    .describe(
      "By the sizes of the tables that a query names; one of unknown size, such as a view, is refused.",
    )
    .optional(),
  allow_schemas: textList.min(1).optional(),
  deny_schemas: textList.optional(),
  deny_columns: textList.describe("`table.column` or `column`.").optional(),
});

const branchPrefix = z
  .string()
  .regex(/^(?!.*(?:\.\.|\/\/|@\{|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, {
    error: "no branch can begin like this\nwrite `branch_prefix: buster/`",
  });

const gitOperations = section({
  can_commit: z.boolean().optional(),
  can_push: z
    .boolean()
    .describe("false: it proposes neither commits nor pull requests.")
    .optional(),
  can_create_pr: z.boolean().optional(),
  branch_prefix: branchPrefix.describe("`buster/` when left out.").optional(),
  protected_branches: branchList
    .describe("Never committed to; `main` and `master` when left out.")
    .optional(),
});

const count = z.exactOptional(z.number().int().nonnegative().max(100));

const actions = section({
  allow: z
    .array(z.enum(effectKinds))
    .min(1)
    .describe("The only effects it may propose.")
    .optional(),
  max: section({ commit: count, pull_request: count, comment: count, review: count })
    .describe("How many of each kind one run may propose.")
    .optional(),
});

const host = z.string().regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/i, {
  error: "a host name is expected, without `https://` and without a path\nwrite `api.example.com`",
});

/** `restrictions:` as people write it. It narrows what the preset grants, never widens it. */
export const RawRestrictions = section({
  files: files.optional(),
  sql: sql.optional(),
  git_operations: gitOperations.optional(),
  actions: actions.optional(),
  network: section({ allow: z.array(host) }).optional(),
});
