/** Largest text file that is read, written or reported, in bytes. */
export const maxFileBytes = 5 * 1024 * 1024;
/** Most text in one answer to `read`, in UTF-16 units. */
export const maxAnswer = 1024 * 1024;
/** Most text that one diff reports, in bytes. */
export const maxDiffBytes = 10 * 1024 * 1024;
/** Most files that one diff reports. */
export const maxDiffFiles = 2_000;
/** Most files that are walked over. */
export const maxFiles = 100_000;
/** Directories inside each other that are entered. */
export const maxDepth = 64;
/** Most paths or matches in one answer, whatever limit was asked for. */
export const maxListed = 10_000;
/** Most matches that a search counts. */
export const maxMatches = 100_000;
/** Longest line that a search answers, in UTF-16 units. */
export const maxMatchText = 1_000;
/** What is kept of each output of a program, in bytes: half from its beginning, half from its end. */
export const maxOutputBytes = 64 * 1024;
/** Longest line that host and hands take from each other, in bytes: a whole diff with every character escaped. */
export const maxFrameBytes = 64 * 1024 * 1024;
