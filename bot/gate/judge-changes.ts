import type { FileChange } from "#agents-schema/effect.ts";
import { judgePath } from "#agents-schema/judge-path.ts";
import type { ReasonCode } from "#agents-schema/reason-codes.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";

const mib = 1024 * 1024;

/**
 * Files and bytes that one commit may carry (mechanisms M3). What our own documentation wrote is many files by
 * nature and holds no code; a whole pull request of it must still fit into the ledger and be worth reading.
 */
export const limits = {
  commit: { files: 100, bytes: mib },
  documentationCommit: { files: 100, bytes: 6 * mib },
  documentation: { files: 10_000, bytes: 40 * mib },
};

/** What policy says about the files of one commit. */
export function judgeChanges(
  run: Run,
  changes: readonly FileChange[],
  most: { files: number; bytes: number },
): Verdict {
  if (changes.length > most.files) {
    return deny(
      "BLK_TOO_LARGE",
      `a commit may change ${most.files} files, this one changes ${changes.length}`,
    );
  }
  const bytes = bytesOf(changes);
  if (bytes > most.bytes) {
    return deny(
      "BLK_TOO_LARGE",
      `a commit may carry ${most.bytes} bytes, this one carries ${bytes}`,
    );
  }

  const asks: string[] = [];
  for (const change of changes) {
    const action = { added: "create", modified: "modify", deleted: "delete" } as const;
    const verdict = judgePath(run.agent, change.path, action[change.status], change.by);
    if (verdict.kind === "deny")
      return deny("BLK_PROTECTED_PATH", `${change.path}: ${verdict.reason}`);
    if (verdict.kind === "ask") asks.push(`${change.path}: ${verdict.reason}`);
    if (!isText(change)) return deny("BLK_NOT_TEXT", `${change.path} is no text file`);
  }
  if (asks.length > 0) return { kind: "ask", reason: asks.join("; "), code: "ASK_PROTECTED_PATH" };
  return { kind: "allow", reason: "only paths that the agent may change" };
}

/** Bytes of the texts that changes bring. */
export function bytesOf(changes: readonly FileChange[]): number {
  return changes.reduce((sum, { content }) => sum + Buffer.byteLength(content ?? ""), 0);
}

/** What git tells a binary file by; and what was there and is no regular text, such as a symbolic link. */
function isText({ status, content, before }: FileChange): boolean {
  if (content?.includes("\u0000") === true) return false;
  return status === "added" || before !== null;
}

function deny(code: ReasonCode, reason: string): Verdict {
  return { kind: "deny", reason, code };
}
