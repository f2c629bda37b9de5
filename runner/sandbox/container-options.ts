import { dirname } from "node:path";
import type { ContainerCreateOptions } from "dockerode";
import { containerOwner } from "./container-owner.ts";
import { inside } from "./inside.ts";

/** Of all that runs in one, in bytes, processes and nanoseconds of processor time a second. */
const limits = {
  processes: 256,
  openFiles: 1024,
  fileSize: 1024 ** 3,
  temporary: 512 * 1024 ** 2,
  sharedMemory: 64 * 1024 ** 2,
  /** Of the hands and of /tmp, which is memory as well. */
  ownMemory: 1024 ** 3,
  nanoCpus: 2_000_000_000,
};

/** A container that can do no more than it must. */
export function containerOptions(given: {
  image: string;
  runId: string;
  memoryBytes: number;
  user: string;
  hands: string;
  /** A workspace, or the directory of a slot that one will be put into. */
  place: { workspace: string } | { slot: string };
  doors: string;
  command: string[];
}): ContainerCreateOptions {
  const memory = given.memoryBytes + limits.ownMemory;
  const limit = (Name: string, most: number) => ({ Name, Soft: most, Hard: most });
  return {
    Image: given.image,
    Entrypoint: [],
    Cmd: given.command,
    User: given.user,
    WorkingDir: "/tmp",
    Env: ["HOME=/tmp", "LANG=C.UTF-8"],
    Labels: { "buster.run": given.runId, "buster.owner": containerOwner() },
    NetworkDisabled: true,
    Tty: false,
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      NetworkMode: "none",
      // Not "none": without /dev/shm Python has no locks between processes, and dbt does not start.
      IpcMode: "private",
      ShmSize: limits.sharedMemory,
      Init: true,
      PidsLimit: limits.processes,
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: limits.nanoCpus,
      LogConfig: { Type: "none", Config: {} },
      Ulimits: [
        limit("nofile", limits.openFiles),
        limit("fsize", limits.fileSize),
        limit("core", 0),
      ],
      Tmpfs: { "/tmp": `rw,noexec,nosuid,nodev,size=${limits.temporary},mode=1777` },
      Binds: [
        "slot" in given.place
          ? `${given.place.slot}:${dirname(inside.workspace)}:rw`
          : `${given.place.workspace}:${inside.workspace}:rw`,
        `${given.hands}:${inside.hands}:ro`,
        `${given.doors}:${inside.doors}:ro`,
      ],
    },
  };
}
