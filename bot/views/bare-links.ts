/**
 * Addresses in a stranger's text without scheme and query: to be read, not to be followed. A link that
 * an agent was talked into writing could otherwise carry data out with one click, or with a preview.
 */
export function bareLinks(text: string): string {
  return text.replaceAll(
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s<>"'`|?#]{1,2000})(?:[?#][^\s<>"'`|]*)?/gi,
    "$1",
  );
}
