/** Under which key of a property file something is described. */
export const propertySection = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  source: "sources",
} as const;
