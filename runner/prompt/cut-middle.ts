/**
 * Text of at most `maxChars` characters: what is too much is taken from the middle, because the
 * beginning says what it is and the end says how it went. The note says how much is missing.
 */
export function cutMiddle(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;

  const note = `\n[… ${text.length - maxChars} characters left out here …]\n`;
  const room = Math.max(0, maxChars - note.length);
  const head = Math.ceil(room / 2);
  return `${wholeCharacters(text.slice(0, head))}${note}${wholeCharacters(text.slice(text.length - (room - head)))}`;
}

/** A cut may split a surrogate pair; half a character is not text. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, "").replace(/[\ud800-\udbff]$/, "");
}
