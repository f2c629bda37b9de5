// biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII is what is looked for
const beyondAscii = /[^\u0000-\u007f]/gu;
const notFolded = /[^A-Za-z0-9]+/g;

/**
 * A text without what it can be stretched or dressed up with: only ASCII letters and digits, in lower case;
 * full-width and mathematical letters count as what they look like. A secret split by blanks, line ends, zero
 * width, quotes or plus signs folds to the same as the secret.
 */
export function foldText(text: string): string {
  return text.replace(beyondAscii, compatible).replace(notFolded, "").toLowerCase();
}

/** Where each character of `foldText(text)` stands in the text, and at last the text's length. */
export function foldPlaces(text: string): Uint32Array {
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    for (const one of compatible(character)) if (/[A-Za-z0-9]/.test(one)) places.push(at);
    at += character.length;
  }
  places.push(text.length);
  return Uint32Array.from(places);
}

/** One character at a time, so that places and text agree. */
function compatible(character: string): string {
  return character.charCodeAt(0) < 128 ? character : character.normalize("NFKC");
}
