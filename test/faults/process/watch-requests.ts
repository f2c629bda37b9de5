import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { Moment } from "./moment.ts";

/** Watches what the process is asked by HTTP. */
export function watchRequests(
  moment: Extract<Moment, { on: "request" }>,
  reached: () => void,
): void {
  const usual = Server.prototype.emit;
  Server.prototype.emit = function watched(
    this: Server,
    event: string | symbol,
    ...args: unknown[]
  ) {
    if (event === "request") {
      const [request, response] = args as [IncomingMessage, ServerResponse];
      const isIt = `${request.method} ${request.url}`.includes(moment.words);
      if (isIt && moment.when === "before") reached();
      if (isIt && moment.when === "after") response.once("finish", reached);
    }
    return Reflect.apply(usual, this, [event, ...args]);
  };
}
