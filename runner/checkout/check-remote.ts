import type { Credential } from "./fetch-into.ts";

const ownMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Throws unless this is an address that may be fetched from, with this credential. */
export function checkRemote(remote: string, credential: Credential | undefined): void {
  const url = URL.parse(remote);
  if (url === null || !["https:", "http:", "file:"].includes(url.protocol)) {
    throw new Error("only https, http and file addresses are fetched from");
  }
  if (url.username !== "" || url.password !== "") {
    throw new Error("the address has a credential in it: configure it apart");
  }
  const isOpen = url.protocol === "http:" && !ownMachine.test(url.hostname);
  if (isOpen && credential !== undefined) {
    throw new Error("the credential would cross the network unencrypted: use https");
  }
}
