/** The number in `12`, `#12` or a pull request's address; undefined when it is none of these. */
export function readPullRequestNumber(text: string): number | undefined {
  // Slack writes an address as <address> or <address|label>.
  const plain = text.replace(/^<|(?:\|[^>]*)?>$/g, "");
  const digits =
    /^#?(\d{1,9})$/.exec(plain)?.[1] ??
    /^https?:\/\/[^\s]+\/pull\/(\d{1,9})(?:[/?#]\S*)?$/.exec(plain)?.[1];
  const number = Number(digits);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
