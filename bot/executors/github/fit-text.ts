const note = "\n\n… shortened …";

/** A text of at most `max` UTF-16 units, which is at least as many characters as GitHub counts. */
export function fitText(text: string, max: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= max) return whole;
  // Half a character at the cut becomes a replacement character, not an error of GitHub's.
  return `${whole.slice(0, Math.max(0, max - note.length)).toWellFormed()}${note}`.slice(0, max);
}
