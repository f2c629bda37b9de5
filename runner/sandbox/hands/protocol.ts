import type { ExecResult, HandsFile } from "../../ports.ts";

/*
 * What host and hands say to each other: one JSON document a line. The hands speak first (`Ready`); then
 * each request gets one answer with its id, in any order. The end of the requests ends the hands.
 */

export interface Asked {
  read: { path: string; offset: number; limit: number };
  write: { path: string; content: string };
  edit: { path: string; edits: readonly { find: string; replace: string; all: boolean }[] };
  glob: { pattern: string; limit: number };
  grep: { pattern: string; glob?: string; limit: number };
  ls: { path: string };
  exec: { command: readonly string[]; timeoutMs: number; env: Readonly<Record<string, string>> };
  diff: Record<string, never>;
  which: { program: string };
}

export interface Given {
  read: { text: string; lines: number };
  write: { created: boolean };
  edit: { replaced: number };
  glob: { paths: string[]; total: number };
  grep: { matches: { path: string; line: number; text: string }[]; total: number };
  ls: { name: string; kind: "file" | "directory"; size: number }[];
  exec: ExecResult;
  diff: HandsFile[];
  which: { found: boolean };
}

export type Method = keyof Asked;

export type Request = { [M in Method]: { id: number; method: M; asked: Asked[M] } }[Method];

/** What the hands see around them. The host refuses a sandbox that is not as tight as it should be. */
export interface Ready {
  ready: true;
  uid: number;
  /** All they could ever have, as in /proc/self/status; null where the system has no such file. */
  capabilities: string | null;
  noNewPrivileges: boolean;
  seccomp: boolean;
  interfaces: string[];
  pidNamespace: string | null;
  /** Names only. */
  environment: string[];
  writable: boolean;
}

/** How the hands are started: their one argument, as JSON. */
export interface Settings {
  workspace: string;
  /** Directory in which the host opens doors to the programs. */
  doors: string;
  /** May programs be run? Then every process that the hands can see belongs to this sandbox. */
  runsPrograms: boolean;
  /** Longest that one search may take, in milliseconds. */
  searchMs: number;
  /** Most that the programs together may hold in memory, in bytes. */
  memoryBytes: number;
  /** What they must leave free where the workspace is, in bytes. */
  freeBytes: number;
}
