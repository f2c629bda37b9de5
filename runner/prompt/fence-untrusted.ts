import { stripInvisible } from "./strip-invisible.ts";

/**
 * Puts text that strangers may have written between marks that they cannot guess. `tag` differs from
 * run to run; a text that knows it all the same cannot close the fence. This lessens what an
 * injected instruction can do; what an agent may do is decided elsewhere.
 */
export function fenceUntrusted(tag: string, source: string, text: string): string {
  const mark = `untrusted-${tag}`;
  const clean = stripInvisible(text).replaceAll(tag, "");
  const label = stripInvisible(source).replace(/["<>\r\n]/g, " ");
  return `<${mark} source="${label}">\n${clean}\n</${mark}>`;
}
