/** Texts of large files that were read whole, or that came of such by an edit that was checked. */
const texts = new Set<string>();
const most = 8;

export function remember(text: string): void {
  texts.delete(text);
  texts.add(text);
  const [oldest] = texts;
  if (texts.size > most && oldest !== undefined) texts.delete(oldest);
}

export function isRemembered(text: string): boolean {
  return texts.has(text);
}
