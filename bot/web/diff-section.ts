import type { FileChange } from "#agents-schema/effect.ts";
import { diffFile } from "../views/diff-file.ts";
import { type Html, html } from "./html.ts";

const kinds: Readonly<Record<string, string>> = { "+": "add", "-": "del", "@": "hunk" };

/** What a commit changes: the whole diff, file by file. */
export function diffSection(changes: readonly FileChange[]): Html {
  return html`${changes.map((change) => {
    const { path, status, lines, added, removed } = diffFile(change);
    return html`<p class="file"><code>${path}</code><span class="small soft">${status}</span>
<span class="small"><span class="plus">+${added}</span> <span class="minus">−${removed}</span></span></p>
<div class="scroll"><code class="diff">${lines.map(diffLine)}</code></div>`;
  })}`;
}

function diffLine(line: string): Html {
  return html`<span class="${kinds[line.charAt(0)] ?? ""}">${line}</span>`;
}
