/**
 * The files of a dbt project, in a work tree or at a commit. Paths are relative to the repository, with `/`.
 *
 * Contract:
 * - `list` names every file below the repository that dbt could read, never those that git or dbt ignore.
 * - `write` keeps either the old or the new text, whole, whatever happens; at a commit it collects changes.
 */
export interface ProjectFiles {
  list(): Promise<readonly string[]>;
  /** undefined: there is no such regular file. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** Whether writing this text would change nothing; left out: what `read` gives tells it. */
  holds?(path: string, text: string): Promise<boolean>;
  /** Why this path may not be written, as a sentence; undefined, or left out: it may. */
  refusal?(path: string): string | undefined;
}
