/** Text that is safe as HTML already. */
export interface Html {
  safe: string;
}

type Part = string | number | Html | readonly Part[];

/** A template whose values are escaped, unless they are HTML themselves. */
export function html(pieces: TemplateStringsArray, ...values: readonly Part[]): Html {
  const safe = pieces.map((piece, index) => piece + toSafe(values[index] ?? "")).join("");
  return { safe };
}

function toSafe(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeHtml(part);
  return "safe" in part ? part.safe : part.map(toSafe).join("");
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replace(/[&<>"]/g, (one) => `&${names[one]};`);
}

export function htmlPage(title: string, content: Html): string {
  return html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
section { border: 1px solid #8886; border-radius: 6px; padding: .6rem 1rem; margin: .6rem 0; }
</style><body>${content}</body></html>`.safe;
}
