import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type Html, html, toText } from "./html.ts";
import { style } from "./style.ts";

export interface Page {
  status: number;
  title: string;
  body: Html;
  /** Seconds after which a browser looks again; for what still moves. */
  refreshAfter?: number | undefined;
  headers?: Readonly<Record<string, string>>;
}

const styleHash = createHash("sha256").update(style).digest("base64");

/** Nothing is loaded, nothing is executed, nobody may frame it: a stranger's text that got out would find nothing to use. */
const securityHeaders = {
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "x-robots-tag": "noindex",
};

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%235a6dff'/%3E%3C/svg%3E";

/** Answers with a page, without its body when only its head was asked for. */
export function sendPage(response: ServerResponse, page: Page, method = "GET"): void {
  const { status, title, body, refreshAfter, headers } = page;
  const refresh =
    refreshAfter === undefined ? "" : `<meta http-equiv="refresh" content="${refreshAfter}">\n`;
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>${toText(html`${title}`)}</title>
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>
<header><div><a href="/"><i></i>Buster</a></div></header>
<main>${toText(body)}</main>
</body>
</html>
`;
  response.writeHead(status, {
    ...securityHeaders,
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(method === "HEAD" ? undefined : text);
}
