import type { QueryAnswer } from "./pool.ts";

export interface Notification {
  channel: string;
  payload?: string;
}

interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<QueryAnswer<Row>>;
}

export interface EmbeddedSession extends Queryable {
  on(event: "notification", listener: (message: Notification) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "end", listener: () => void): this;
  removeListener(event: "notification", listener: (message: Notification) => void): this;
  removeAllListeners(event?: string): this;
  /** `destroy`: the session is in an unknown state and must not be used again. */
  release(destroy?: boolean): void;
}

/** PGlite as a pool that also tells notifications: enough of `pg.Pool` for a queue to live in it. */
export interface EmbeddedPool extends Queryable {
  connect(): Promise<EmbeddedSession>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "connect", listener: (session: EmbeddedSession) => void): this;
  removeAllListeners(event?: string): this;
}
