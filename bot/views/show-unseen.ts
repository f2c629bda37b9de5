/**
 * A stranger's text where every character counts, as in a diff that somebody approves: what cannot be
 * seen is written out (`‹U+202E›`) instead of being left out. Line ends and tabs stay.
 */
export function showUnseen(text: string): string {
  return text.replaceAll(/[^\P{C}\n\t]|\u2028|\u2029|\u3164|\ufe0f/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
  });
}
