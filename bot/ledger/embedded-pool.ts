import type { Queryable, Session } from "./pool.ts";

export interface Notification {
  channel: string;
  payload?: string;
}

export interface EmbeddedSession extends Session {
  on(event: "notification", listener: (message: Notification) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "end", listener: () => void): this;
  removeListener(event: "notification", listener: (message: Notification) => void): this;
  removeAllListeners(event?: string): this;
}

/** PGlite as a pool that also tells notifications: enough of `pg.Pool` for a queue to live in it. */
export interface EmbeddedPool extends Queryable {
  connect(): Promise<EmbeddedSession>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "connect", listener: (session: EmbeddedSession) => void): this;
  removeAllListeners(event?: string): this;
}
