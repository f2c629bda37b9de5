/** The trailer by which a later try finds the commit that an earlier one made. */
export function effectTrailer(effectId: string, part?: { number: number; of: number }): string {
  const which = part === undefined ? "" : ` ${part.number}/${part.of}`;
  return `Buster-Effect: ${effectId.replaceAll(/\s/g, " ")}${which}`;
}
