import type { z } from "zod";
import { explainUnknownKey } from "./explain-unknown-key.ts";
import { explainValue } from "./explain-value.ts";
import { type KeyPath, keyPath } from "./key-path.ts";
import type { Mistake } from "./mistake.ts";
import { knownKeysMark } from "./raw-values.ts";
import type { YamlFile } from "./read-yaml.ts";

type Issue = z.core.$ZodIssue;

/** Says what zod found, at the place where the person wrote it and in the person's words. */
export function explainIssues(file: YamlFile, issues: readonly Issue[]): Mistake[] {
  const meant = new Set<string>();
  const broken = file.mistakes.map((mistake) => mistake.path).filter((path) => path !== "");
  return (
    issues
      .flatMap((issue) => flatten(issue, [], file.value))
      .flatMap((issue) => locate(file, issue, meant))
      // A key that is only misspelt is not missing as well.
      .filter(
        ({ path, message }) => !broken.includes(path) && !(meant.has(path) && isMissing(message)),
      )
  );
}

function isMissing(message: string): boolean {
  return message.endsWith(" is required");
}

function locate(file: YamlFile, issue: Issue, meant: Set<string>): Mistake[] {
  const path = issue.path as KeyPath;
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.startsWith(knownKeysMark)
      ? issue.message.slice(knownKeysMark.length).split(",")
      : [];
    // More than a hundred are never shown; a file of nothing but such keys must not cost seconds.
    return issue.keys.slice(0, 101).map((key) => {
      const { message, hint, meant: other } = explainUnknownKey(path, key, known);
      if (other !== undefined) meant.add(keyPath([...path, other]));
      const place = file.placeOf([...path, key], "key");
      return { ...place, path: keyPath([...path, key]), message, hint };
    });
  }
  const value = valueAt(file.value, path);
  const part = value === undefined || value === null ? "key" : "value";
  return [
    { ...file.placeOf(path, part), path: keyPath(path), ...explainValue(issue, path, value) },
  ];
}

/**
 * An issue of a union says what is wrong in each of its branches; the person meant one of them. It is
 * the branch whose shape fits, and of several the one with the fewest complaints.
 */
function flatten(issue: Issue, base: KeyPath, root: unknown): Issue[] {
  const path = [...base, ...(issue.path as KeyPath)];
  const here = { ...issue, path };
  if (issue.code !== "invalid_union" || "discriminator" in issue) return [here];

  const value = valueAt(root, path);
  const branches = issue.errors
    .filter((branch) => !branch.some((one) => isForeign(one, value)))
    .map((branch) => branch.flatMap((one) => flatten(one, path, root)));
  branches.sort((a, b) => a.length - b.length);
  return branches[0] ?? [here];
}

function isForeign(issue: Issue, value: unknown): boolean {
  if (issue.code === "invalid_type") return issue.path.length === 0;
  if (issue.code !== "invalid_union" || !("discriminator" in issue)) return false;
  const isObject = typeof value === "object" && value !== null;
  return !(isObject && Object.hasOwn(value, String(issue.discriminator)));
}

function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}
