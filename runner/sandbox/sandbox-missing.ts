import { WorldFailure } from "../ports.ts";

/** No sandbox of this kind can be started: why, and what a person can do about it. */
export class SandboxMissing extends WorldFailure {
  readonly reason: string;
  readonly fix: string;

  constructor(name: string, reason: string, fix: string) {
    super("sandbox-missing", `starting the ${name} sandbox: ${reason}; ${fix}`);
    this.name = "SandboxMissing";
    this.reason = reason;
    this.fix = fix;
  }
}
