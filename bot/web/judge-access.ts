import type { IncomingHttpHeaders } from "node:http";
import { isSession } from "./session.ts";

/** Whoever may look at the pages. */
export interface Access {
  /** Opens the pages to those who know it. undefined: only whoever sits at this machine may look. */
  webToken: string | undefined;
  /** Do browsers come over https? Then the cookie is never sent over anything else. */
  isHttps: boolean;
}

export interface Visitor {
  /** Address of the other end of the connection. */
  peer: string | undefined;
  headers: IncomingHttpHeaders;
}

/**
 * May somebody look? Without a token only a connection from this machine that nobody forwarded and that
 * was meant for this machine: a tunnel or a proxy in front, and a foreign name that was made to point
 * here (DNS rebinding), are told apart by their headers.
 */
export function judgeAccess(
  access: Access,
  visitor: Visitor,
  now: Date,
): "allowed" | "log-in" | "refused" {
  if (access.webToken !== undefined) {
    return isSession(access.webToken, visitor.headers.cookie, now) ? "allowed" : "log-in";
  }
  const isDirect = !Object.keys(visitor.headers).some((name) => forwarding.test(name));
  const isHere = isLoopback(visitor.peer) && isDirect && isLoopbackHost(visitor.headers.host);
  return isHere ? "allowed" : "refused";
}

/** What proxies and tunnels say about whom they speak for. */
const forwarding =
  /^(?:forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|x-client-ip|x-cluster-client-ip|true-client-ip|client-ip|fastly-.*|cf-.*|cdn-loop|ngrok-.*)$/;

function isLoopback(address: string | undefined): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? "");
}

function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? "");
}
