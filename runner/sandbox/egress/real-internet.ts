import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import type { Internet } from "./create-egress.ts";

/** Longest time for a connection to come about, in milliseconds. */
const withinMs = 10_000;

/** Names as this machine looks them up, and connections from it. */
export const realInternet: Internet = {
  lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect(address, port) {
    const socket = connect({ host: address, port });
    const overdue = setTimeout(() => socket.destroy(), withinMs);
    return socket
      .once("connect", () => clearTimeout(overdue))
      .once("close", () => clearTimeout(overdue));
  },
};
