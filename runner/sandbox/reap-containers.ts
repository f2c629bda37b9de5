import type Docker from "dockerode";
import type { Log } from "../ports.ts";
import { isOwnerGone } from "./container-owner.ts";

/** Removes containers whose Buster was killed before it could: they would run on for ever. */
export async function reapContainers(docker: Docker, log: Log): Promise<void> {
  const filters = { label: ["buster.run", "buster.owner"] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id, Labels } of containers) {
    if (!isOwnerGone(Labels["buster.owner"] ?? "")) continue;
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .then(
        () => log.warn({ runId: Labels["buster.run"] }, "left-over container removed"),
        // Another Buster that has just started found it as well.
        () => undefined,
      );
  }
}
