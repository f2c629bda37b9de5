import type { Finding } from "#agents-schema/finding.ts";
import { code, words } from "../../views/markdown.ts";

/** A finding as a comment at its line. Its body is Markdown that the scan has let through. */
export function findingText(finding: Finding): string {
  const { severity, rule, title, body } = finding;
  return [`**${words(title, 300)}**`, body.trim(), `<sub>${severity} · ${code(rule, 100)}</sub>`]
    .filter((part) => part !== "")
    .join("\n\n");
}
