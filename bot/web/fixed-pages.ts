import { html } from "./html.ts";
import { messagePage } from "./message-page.ts";
import type { Page } from "./send-page.ts";

const says = (status: number, sentence: string, advice: string): Page => ({
  status,
  title: `${sentence} · Buster`,
  body: messagePage(sentence, advice),
});

/** The pages that say why there is nothing to see. */
export const fixedPages = {
  unknown: says(404, "There is no such run", "It may be in another Buster's ledger."),
  refused: says(
    403,
    "These pages are only open on Buster's own machine",
    "To open them to others, set BUSTER_WEB_TOKEN to a long random text; it is asked for then.",
  ),
  wrongMethod: says(405, "These pages can only be read", "Answer approvals on GitHub or Slack."),
  unavailable: says(503, "The ledger does not answer", "Try again in a moment."),
  broken: says(500, "This page cannot be shown", "The log of the server says why."),
  /**
   * For whoever comes by a link from another site: the browser kept its cookie back (SameSite=Strict) and
   * sends it when this page, which is ours, asks again.
   */
  knock: {
    status: 401,
    title: "Buster",
    body: html`<div class="says"><p class="soft">One moment …</p></div>`,
    refreshAfter: 0,
  },
} as const satisfies Record<string, Page>;
