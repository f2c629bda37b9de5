/** Digits that a double always gives back unchanged. */
const safeDigits = 15;

/** A number from its decimal text: as a number where a double gives the same digits back, else as text. */
export function toNumberCell(text: string): number | string {
  const digits = text
    .replace(/e.*$/i, "")
    .replace(/[^0-9]/g, "")
    .replace(/^0+/, "");
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  if (digits.length <= safeDigits || Number.isSafeInteger(number)) return number;
  return text;
}
