import { mkdirSync } from "node:fs";
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  rmdir,
  symlink,
  unlink,
} from "node:fs/promises";
import { join } from "node:path";
import { sandboxUser } from "../ports/sandbox-user.ts";
import { containerOwner, isOwnerGone } from "./container-owner.ts";

/** Between the owner and what makes the name unique. */
const mark = ".slot-";

/** A directory that a container has before its run is known: what is moved into it is seen inside. */
export interface Slot {
  readonly directory: string;
  /** Puts a workspace into the slot; where it was, a link leads there. Answers how to put it back. */
  occupy(workspace: string): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

/**
 * Slots on the file system that workspaces are on, so that moving one is one step. Those of killed processes are
 * removed. Only where Buster is root: then nobody inside can change the slot itself.
 */
export async function openSlots(parent: string): Promise<() => Promise<Slot>> {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const [owner = ""] = name.split(mark);
    if (name.includes(mark) && isOwnerGone(decodeURIComponent(owner))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
  return async () => {
    const prefix = `${encodeURIComponent(containerOwner())}${mark}`;
    const directory = await mkdtemp(join(parent, prefix));
    const work = join(directory, "work");
    for (const name of ["work", "hands", "doors"]) await mkdir(join(directory, name));
    await chown(work, sandboxUser, sandboxUser);
    // mkdtemp makes it for its owner alone; the sandbox's user has to pass through.
    await chmod(directory, 0o755);
    return {
      directory,
      async occupy(workspace) {
        await rmdir(work);
        await rename(workspace, work);
        await symlink(work, workspace);
        return async () => {
          await unlink(workspace);
          await rename(work, workspace);
        };
      },
      remove: () => rm(directory, { recursive: true, force: true }),
    };
  };
}
