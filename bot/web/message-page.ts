import { type Html, html } from "./html.ts";

/** One sentence and what to do about it. */
export function messagePage(sentence: string, advice: string): Html {
  return html`<div class="says"><h1>${sentence}</h1><p class="soft">${advice}</p></div>`;
}
