/** Why policy says ask or deny, by names that do not change: what an audit counts and a search finds. */
export const reasonCodes = {
  GATE_SECRET: "its text holds a credential, or what has the looks of one",
  GATE_SECRET_SPLIT: "its texts, read together, look like a credential",
  GATE_UNSCANNED: "more is encoded in it than could be looked into",
  GATE_INVISIBLE: "a file would get characters that nobody sees or that turn the reading direction",
  GATE_ROWS: "its words hold more rows of data than restrictions.sql.max_rows_returned",
  GATE_ERROR: "the scan could not be made",
  BLK_NOT_TEXT: "a file is binary, a symbolic link, a submodule or no text",
  BLK_PROTECTED_PATH: "a path that the agent may not change",
  BLK_TOO_LARGE: "more files or bytes than one change may have",
  BLK_FORK: "a fork's pull request is only reviewed",
  BLK_PRESET: "the preset does not grant it",
  BLK_RESTRICTION: "the agent's restrictions do not grant it",
  BLK_BRANCH: "the branch is protected, or there is none",
  BLK_TOO_MANY: "a run may have only so many effects of a kind",
  ASK_PROTECTED_PATH: "a person has to see changes of this path",
  ASK_COMMIT: "a commit changes the branch",
  ASK_REQUIRED: "the agent's file asks for an approval",
  ASK_STAGED: "the agent is staged",
} as const;

export type ReasonCode = keyof typeof reasonCodes;
