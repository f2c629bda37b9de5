import { type Html, html } from "./html.ts";

/** Asks for the token; `next` is where to go then. */
export function loginPage(next: string, isWrong: boolean): Html {
  return html`<form class="card login" method="post" action="/login">
<h3>Log in</h3>
<p class="soft small">The token is what <code>BUSTER_WEB_TOKEN</code> was set to.</p>
${isWrong && html`<p class="note red" role="alert">That is not the token.</p>`}
<input type="hidden" name="next" value="${next}">
<label>Token<input type="password" name="token" autocomplete="current-password" required autofocus></label>
<button>Open the pages</button>
</form>`;
}
