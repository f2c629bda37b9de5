import type { Moment } from "./moment.ts";

/** Watches what the process asks of others by `fetch`. */
export function watchCalls(moment: Extract<Moment, { on: "call" }>, reached: () => void): void {
  const usual = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const said = `${method} ${url} ${typeof init?.body === "string" ? init.body : ""}`;
    const isIt = moment.words.every((word) => said.includes(word));
    if (isIt && moment.when === "before") reached();
    const response = await usual(input, init);
    if (isIt && moment.when === "after") reached();
    return response;
  };
}
