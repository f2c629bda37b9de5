import { type Child, type Html, html } from "./html.ts";
import type { Tone } from "./tones.ts";

/** A state as a coloured label. */
export function badge(tone: Tone, words: string): Html {
  return html`<span class="badge ${tone}">${words}</span>`;
}

/** A moment for people, exact to the second for whoever points at it. */
export function moment(iso: string): Html {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`<span>${iso}</span>`;
  const shown = date.toISOString().slice(0, 19).replace("T", " ");
  return html`<time datetime="${date.toISOString()}">${shown} UTC</time>`;
}

/** A link that leads out of this house; text alone when the address is not one for browsers. */
export function outside(url: string | null, text: Child): Html {
  if (url === null || !/^https?:\/\//i.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
}

/** Terms and what they stand for; a term without anything is left out. */
export function terms(pairs: readonly (readonly [term: string, value: Child])[]): Html {
  const rows = pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`);
  return html`<dl>${rows}</dl>`;
}
