import { lchown, readdir } from "node:fs/promises";

/** The user of every sandbox that root starts. */
export const sandboxUser = 65534;

/**
 * Gives a freshly materialised workspace to the sandbox's user. Follows no link. Only before the first
 * sandbox over it: afterwards its files are no longer the host's to walk over.
 */
export async function ownWorkspace(directory: string): Promise<void> {
  await ownAll(Buffer.from(directory));
}

/** Names as bytes: git can hold those that are no text. */
async function ownAll(directory: Buffer): Promise<void> {
  const entries = await readdir(directory, { encoding: "buffer", withFileTypes: true });
  await Promise.all(
    entries.map((entry) => {
      const path = Buffer.concat([directory, Buffer.from("/"), entry.name]);
      return entry.isDirectory() ? ownAll(path) : lchown(path, sandboxUser, sandboxUser);
    }),
  );
  await lchown(directory, sandboxUser, sandboxUser);
}
