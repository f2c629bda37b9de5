import { z } from "zod";
import { checkGlob } from "./check-glob.ts";

/*
 * Pieces of the schemas of files that people write. A complaint is one string, `message\nhint`:
 * zod carries it as the message of an issue, and `explainIssues` takes it apart again.
 */

/** Marks the list of known keys in an unknown key's message, for the nearest one to be found. */
export const knownKeysMark = "known keys: ";

/** An object of an agent file: an unknown key is a mistake, answered with the keys that there are. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? knownKeysMark + Object.keys(shape).join(",") : undefined,
  });
}

/** Text for which `check` has no complaint. */
export function textThat(check: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const complaint = check(text);
    if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
  });
}

/** Description of a key that is checked and kept, but that nothing acts on so far. */
export const notYet = "Accepted, not yet enforced.";

export const someText = z.string().min(1).max(2000);
export const textList = z.array(someText);
export const textOrList = z.union([someText, textList.min(1)]);

const glob = textThat(checkGlob);
export const globList = z.array(glob);
export const globOrList = z.union([glob, globList.min(1)]);

/** A file or a directory: no wildcards. */
export const plainPath = textThat(
  (path) =>
    checkGlob(path) ??
    (/[*?[\]{}!]/.test(path)
      ? "one file is expected here, not a pattern\nname each file"
      : undefined),
);

/** A branch or a glob over branches. Branches cannot be excluded. */
export const branchList = z.array(
  textThat((branch) => {
    if (branch.startsWith("!")) return "a branch cannot be excluded\nlist the branches that count";
    return branch.startsWith("refs/")
      ? `a branch's short name is expected\nwrite \`${branch.replace(/^refs\/heads\//, "")}\``
      : checkGlob(branch);
  }),
);

export const repositoryName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, {
    error: "a repository is written `owner/name`\nwrite `repository: acme/analytics`",
  });

/** A number of seconds, or a text such as `90s`, `30m`, `24h`, `7d`. */
export const duration = z.union([
  z.number().positive(),
  z.string().regex(/^[1-9]\d{0,5}\s?[smhd]$/, {
    error: "a duration is a number with s, m, h or d\nwrite `24h`",
  }),
]);

/** A value that a condition or an input may have. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]);
