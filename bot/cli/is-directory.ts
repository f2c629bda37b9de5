import { stat } from "node:fs/promises";

/** Is there a directory at this path? No also when it cannot be looked at. */
export async function isDirectory(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there?.isDirectory() === true;
}
