import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import type { ContainerCreateOptions } from "dockerode";
import type { Connection } from "./connection.ts";

/** What is kept of a container's complaints, in UTF-16 units: the last of them. */
const maxComplaint = 1_000;

/** Starts a container as a connection. Rejects with Docker's error when it cannot be; then nothing is left. */
export async function startContainer(
  docker: Docker,
  options: ContainerCreateOptions,
): Promise<Connection> {
  const container = await docker.createContainer(options);
  const remove = () =>
    // "Already being removed" and "no such container" are what is wanted.
    container.remove({ force: true, v: true }).catch(() => undefined);
  try {
    // Attached before it starts: what it says at once would be lost.
    const all = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
    const stream = await container.attach(all);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    let complaint = "";
    stderr.setEncoding("utf8").on("data", (text) => {
      complaint = (complaint + text).slice(-maxComplaint);
    });
    docker.modem.demuxStream(stream, stdout, stderr);
    // That the connection ends is told by the container's end.
    stream.on("error", () => undefined);

    const over = container.wait({ condition: "next-exit" }).catch(() => undefined);
    await container.start();
    const ended = over
      .then(() => container.inspect())
      .then(
        ({ State }) => (State.OOMKilled ? `it ran out of memory. ${complaint}` : complaint),
        () => complaint,
      )
      .then(async (why) => {
        await remove();
        return why.trim();
      });
    return {
      send: (line) => void stream.write(line),
      listen: (take) => void stdout.on("data", take),
      kill: () => void remove(),
      ended,
    };
  } catch (cause) {
    await remove();
    throw cause;
  }
}
