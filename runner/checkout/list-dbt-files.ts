import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A file that dbt may read. `id` changes whenever its content may have changed. */
export interface DbtFile {
  path: string;
  id: string;
  size: number;
  /** When its content was last written, and when anything of it last changed; milliseconds since 1970. */
  writtenAt: number;
  changedAt: number;
}

/** What is no part of a project wherever it lies. */
const skipped = new Set(["node_modules", "venv", "__pycache__", "site-packages"]);
/** What dbt itself writes beside dbt_project.yml. */
const written = new Set(["target", "logs"]);
const read = /\.(?:sql|ya?ml|md|py|csv)$/;
const python = /\.py$/;

/**
 * The files of a directory that dbt may read, packages included, as they lie on disk: not what is hidden, nor
 * what dbt writes. Symlinks are neither listed nor followed. Directories that cannot be read are passed over.
 */
export function listDbtFiles(directory: string): DbtFile[] {
  const files: DbtFile[] = [];
  const walk = (below: string) => {
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(join(directory, below));
    } catch {
      return; // Not ours to read, or gone by now.
    }
    const isProject = entries.some(({ name }) => /^dbt_project\.ya?ml$/.test(name));
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (name.startsWith(".") || skipped.has(name) || (isProject && written.has(name))) continue;
        walk(`${below}${name}/`);
      } else if (entry.isFile() && read.test(name)) {
        const path = `${below}${name}`;
        // Joined plainly: there are thousands, and what is joined is clean already.
        const stat = lstatSync(`${directory}/${path}`, { throwIfNoEntry: false });
        if (stat === undefined || (python.test(name) && stat.size > 1_000_000)) continue;
        const { size, mtimeMs, ctimeMs } = stat;
        // The time of the last change of anything: no commit and no tool can set it to what it was.
        files.push({
          path,
          id: `${size}.${mtimeMs}.${ctimeMs}`,
          size,
          writtenAt: mtimeMs,
          changedAt: ctimeMs,
        });
      }
    }
  };
  walk("");
  return files;
}

function entriesOf(directory: string) {
  return readdirSync(directory, { withFileTypes: true });
}
