const read = /\.(?:sql|ya?ml|md|py|csv)$/;
const skipped = /(?:^|\/)(?:\.[^/]+|node_modules|venv|__pycache__|site-packages|target|logs)\//;

/** May dbt read a file at this path of a commit? */
export function isDbtPath(path: string): boolean {
  return read.test(path) && !skipped.test(path);
}
