import { checkPath } from "./check-path.ts";
import { type Directory, inDirectory } from "./directory.ts";
import { Refusal } from "./refusal.ts";

/** Runs `use` with the directory that a file is in, and the file's name. Throws Refusal like inDirectory. */
export function inParent<Value>(
  root: string,
  path: string,
  use: (directory: Directory, name: string) => Value,
  missing: "refuse" | "create" = "refuse",
): Value {
  const segments = checkPath(path);
  const name = segments.pop();
  if (name === undefined) throw new Refusal("the path is the repository itself, a directory");
  return inDirectory(root, segments, (directory) => use(directory, name), missing);
}
