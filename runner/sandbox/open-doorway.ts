import { chmodSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Door, HandsAnswer } from "../ports.ts";
import { inside } from "./inside.ts";
import { prefixes } from "./remove-abandoned.ts";

/** The directory of one sandbox in which doors are opened to it. It is there, empty, before the sandbox is. */
export interface Doorway {
  /** Shown to the sandbox, unchangeable. */
  readonly directory: string;
  admit(door: Door): Promise<HandsAnswer<string>>;
  /** Closes every door and removes the directory. May be called again. */
  close(): Promise<void>;
}

/** A short path, for a socket's may have 107 bytes. */
export function openDoorway(): Doorway {
  const directory = mkdtempSync(join(tmpdir(), `${prefixes.doors}${process.pid}-`));
  chmodSync(directory, 0o755);
  const opened = new Map<string, Promise<{ close(): Promise<void> }>>();
  let isClosed = false;

  return {
    directory,
    async admit(door) {
      if (isClosed) return { ok: false, reason: "the sandbox is closed" };
      const opening = opened.get(door.name) ?? door.open(join(directory, door.name));
      opened.set(door.name, opening);
      try {
        await opening;
        return { ok: true, value: `${inside.doors}/${door.name}` };
      } catch (cause) {
        opened.delete(door.name);
        return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) };
      }
    },
    async close() {
      isClosed = true;
      for (const opening of [...opened.values()]) {
        // What could not be opened was told; there is nothing to close.
        await opening.then((door) => door.close()).catch(() => undefined);
      }
      opened.clear();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
