/** Most rows that generators of one FROM may make together. */
export const maxMadeRows = 1_000_000;
/** Longest text that a function may make of a short one, in characters. */
export const longestMadeText = 10_000;
/** Most characters that made rows of made texts may hold together. */
export const maxMadeCharacters = 100_000_000;
/** Largest exponent of a power: beyond it exact numbers have thousands of digits. */
export const largestExponent = 1_000;
