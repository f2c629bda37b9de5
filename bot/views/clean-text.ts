// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what is looked for
const terminalSequences = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;

/** Format, control, private and unassigned characters and lone surrogates; line ends and tabs stay. */
const unseen = /[^\P{C}\n\t]/gu;

/**
 * A stranger's text as prose: no terminal sequences, no invisible or direction-changing characters, one
 * kind of line end, NFC. Cleaning twice changes nothing.
 */
export function cleanText(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll(terminalSequences, "")
    .replaceAll(unseen, "")
    .normalize("NFC");
}
