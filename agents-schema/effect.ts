import { z } from "zod";
import { Finding } from "./finding.ts";
import { readOlderEffect } from "./read-older-effect.ts";

/** One file of a commit as the hands reported it. `content: null` deletes the file. */
export const FileChange = z.object({
  path: z.string(),
  status: z.enum(["added", "modified", "deleted"]),
  /** UTF-8 text; binary files are refused. */
  content: z.string().nullable(),
  /** Text before the change, for the diff that people are shown. Null for an added file. */
  before: z.string().nullable(),
  /** Word for word what our own documentation wrote, from measured facts; left out: the agent's. */
  by: z.literal("documentation").optional(),
});
export type FileChange = z.infer<typeof FileChange>;

/** A commit's message and files. */
export const CommitContent = z.object({
  headline: z.string().min(1).max(120),
  body: z.string().max(20_000),
  changes: z.array(FileChange).min(1),
});
export type CommitContent = z.infer<typeof CommitContent>;

const Commit = CommitContent.extend({ kind: z.literal("commit") });

const PullRequest = z.object({
  kind: z.literal("pull_request"),
  title: z.string().min(1).max(200),
  /** GitHub takes 65,536 characters, our marker and trailers among them. */
  body: z.string().max(60_000),
  /** In the order in which they are made; no file is in two of them. */
  commits: z.array(CommitContent).min(1).max(200),
});

const Comment = z.object({
  kind: z.literal("comment"),
  body: z.string().min(1).max(60_000),
});

const Review = z.object({
  kind: z.literal("review"),
  body: z.string().min(1).max(60_000),
  findings: z.array(Finding).max(50),
});

/** Everything an agent may ask the world for. It crosses processes, so: data only. The run fixes where it goes. */
export const Effect = z.preprocess(
  readOlderEffect,
  z.discriminatedUnion("kind", [Commit, PullRequest, Comment, Review]),
);
export type Effect = z.infer<typeof Effect>;
export type EffectKind = Effect["kind"];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { kind: Kind }>;

/** Effect kinds that agent files may name in `approvals.required_for` and `restrictions.actions`. */
export const effectKinds = ["commit", "pull_request", "comment", "review"] as const;

/** What the world answered. */
export const Receipt = z.object({
  /** Commit SHA, comment id, review id, or pull request number. */
  externalId: z.string(),
  url: z.string().nullable(),
  at: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;
