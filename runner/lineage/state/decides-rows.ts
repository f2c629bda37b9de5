const configCall = /\{\{-?\s*config\s*\([\s\S]*?\)\s*-?\}\}/g;
const quietSetting =
  /\b(?:materialized|tags|group|access|meta|docs|description)\s*=\s*(?:'[^']*'|"[^"]*"|\[[^\]]*\]|\{[^{}]*\})\s*,?/g;

/**
 * May a changed text decide which rows a node has in a way that its SQL as a full refresh does not show: by a
 * setting, or by what an incremental run does?
 */
export function decidesRowsUnseen(was: string, is: string): boolean {
  if (was === is) return false;
  if (settingsOf(was) !== settingsOf(is)) return true;
  return [was, is].some((text) => text.includes("is_incremental"));
}

function settingsOf(text: string): string {
  const calls = text.match(configCall) ?? [];
  return calls
    .join("\n")
    .replaceAll(quietSetting, "")
    .replaceAll(/[\s,]+/g, "");
}
