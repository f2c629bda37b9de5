/**
 * Where things are in a sandbox: under one name that no machine has, so that nothing that is shown at its own
 * place, such as a Python environment, is hidden by it.
 */
export const inside = {
  workspace: "/buster/work",
  hands: "/buster/hands",
  /** What the host opens to the programs: sockets and files. */
  doors: "/buster/doors",
  /** Only in bubblewrap; an image has its own. */
  node: "/buster/node",
};

/** Settings of the hands in every sandbox that runs programs. */
export const insideSettings = {
  workspace: inside.workspace,
  doors: inside.doors,
  runsPrograms: true,
};
