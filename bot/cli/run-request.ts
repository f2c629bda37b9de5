/** What `buster run` was asked, as its options say it. Paths are as typed, relative to the current directory. */
export interface RunRequest {
  agent: string;
  repo: string;
  changes:
    | { kind: "files"; paths: readonly string[] }
    | { kind: "revisions"; base: string; head: string }
    /** Nothing was said: what differs in the work tree, or what the event says. */
    | { kind: "unsaid" };
  inputs: Readonly<Record<string, string>>;
  /** File whose values the prompt can name as `{{ context.x }}`. */
  context: string | undefined;
  /** File with an event as it would have come in at a door. */
  event: string | undefined;
  isDryRun: boolean;
  json: boolean;
}
