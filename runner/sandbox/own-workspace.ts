import { lchown, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The user of every sandbox that root starts. */
export const sandboxUser = 65534;

/**
 * Gives a freshly materialised workspace to the sandbox's user. Follows no link. Only before the first
 * sandbox over it: afterwards its files are no longer the host's to walk over.
 */
export async function ownWorkspace(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    await lchown(join(entry.parentPath, entry.name), sandboxUser, sandboxUser);
  }
  await lchown(directory, sandboxUser, sandboxUser);
}
