/** A started sandbox, before anything is known of what it says. */
export interface Connection {
  send(line: string): void;
  /** Bytes of its standard output. Called once, before any could have been missed. */
  listen(take: (chunk: Buffer) => void): void;
  /** Ends everything in it, at once. May be called again. */
  kill(): void;
  /** Resolves when nothing of it runs any more, with what it last complained of (may be empty). */
  ended: Promise<string>;
}
