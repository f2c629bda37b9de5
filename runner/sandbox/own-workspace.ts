import { lchown, lstat, readdir } from "node:fs/promises";
import { sandboxUser } from "../ports/sandbox-user.ts";

/**
 * Gives a freshly materialised workspace to the sandbox's user. Follows no link. Only before the first
 * sandbox over it: afterwards its files are no longer the host's to walk over. One that was written as that
 * user's already is left alone.
 */
export async function ownWorkspace(directory: string): Promise<void> {
  if ((await lstat(directory)).uid === sandboxUser) return;
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
