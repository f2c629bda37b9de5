import { dbt } from "./dbt.ts";
import { documentModels } from "./document-models.ts";
import { edit } from "./edit.ts";
import { glob } from "./glob.ts";
import { grep } from "./grep.ts";
import { impact } from "./impact.ts";
import { lineage } from "./lineage.ts";
import { ls } from "./ls.ts";
import { multiEdit } from "./multi-edit.ts";
import { noop } from "./noop.ts";
import { profileModel } from "./profile-model.ts";
import { proposeComment } from "./propose-comment.ts";
import { proposeCommit } from "./propose-commit.ts";
import { proposePullRequest } from "./propose-pull-request.ts";
import { proposeReview } from "./propose-review.ts";
import { read } from "./read.ts";
import { retrieveMetadata } from "./retrieve-metadata.ts";
import { runSql } from "./run-sql.ts";
import { searchDocs } from "./search-docs.ts";
import type { Tool } from "./tool.ts";
import { write } from "./write.ts";

/** Every tool of the workshop, in the order in which a model is told of them. */
export const toolShelf: readonly Tool[] = [
  read,
  write,
  edit,
  multiEdit,
  glob,
  grep,
  ls,
  runSql,
  retrieveMetadata,
  profileModel,
  searchDocs,
  lineage,
  impact,
  documentModels,
  dbt,
  proposeCommit,
  proposePullRequest,
  proposeComment,
  proposeReview,
  noop,
];
