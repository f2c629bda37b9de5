/**
 * The format of the journal entries that this program writes. It is raised when a program of the format before
 * could not go on from what is written. Runs of a higher format are left to newer programs: during a deployment
 * the old processes finish what is theirs.
 */
export const journalFormat = 1;
