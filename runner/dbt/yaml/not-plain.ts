/** Stands for: this is for the whole parser. */
export const notPlain = Symbol("not plain");
