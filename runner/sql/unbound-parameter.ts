/** Why a warehouse does not run a statement in which `$1` stands where a value should. */
export const unboundParameter = "the statement has a parameter: write the value itself";
