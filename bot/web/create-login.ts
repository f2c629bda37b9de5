import type { IncomingMessage, ServerResponse } from "node:http";
import { isSameSecret } from "./is-same-secret.ts";
import type { Access } from "./judge-access.ts";
import { loginPage } from "./login-page.ts";
import { messagePage } from "./message-page.ts";
import { readForm } from "./read-form.ts";
import { sendPage } from "./send-page.ts";
import { sessionCookie } from "./session.ts";

/** Wrong tokens in a minute before nobody may try any more until it is over. */
const maxWrong = 20;
const windowMs = 60_000;

/** Answers `/login`: the form, or with the right token a session and the way back. */
export function createLogin(
  { webToken, isHttps }: Access,
  now: () => Date,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let wrong: number[] = [];

  return async (request, response) => {
    if (request.method !== "POST" || webToken === undefined) {
      sendPage(response, { status: 200, title, body: loginPage("/", false) }, request.method);
      return;
    }
    const at = now().getTime();
    wrong = wrong.filter((time) => time > at - windowMs);
    if (wrong.length >= maxWrong) {
      const body = messagePage("Too many wrong tokens", "Wait a minute, then try again.");
      sendPage(response, { status: 429, title, body, headers: { "retry-after": "60" } });
      return;
    }
    const form = await readForm(request);
    const next = ownPath(form?.get("next"));
    if (!isSameSecret(webToken, form?.get("token") ?? "")) {
      wrong.push(at);
      sendPage(response, { status: 401, title, body: loginPage(next, true) });
      return;
    }
    const cookie = sessionCookie(webToken, { isHttps, now: now() });
    response.writeHead(303, { location: next, "set-cookie": cookie, "cache-control": "no-store" });
    response.end();
  };
}

const title = "Log in · Buster";

/** Only pages of this house: nobody is sent elsewhere. */
function ownPath(next: string | null | undefined): string {
  return /^\/(?:runs(?:\/[\w.:-]{0,200})?)?$/.test(next ?? "") ? (next ?? "/") : "/";
}
