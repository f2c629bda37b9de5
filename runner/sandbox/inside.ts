/**
 * Where things are in a sandbox: under one name that no machine has, so that nothing that is shown at its own
 * place, such as a Python environment, is hidden by it.
 */
export const inside = {
  workspace: "/buster/work",
  hands: "/buster/hands",
  /** Only in bubblewrap; an image has its own. */
  node: "/buster/node",
};
