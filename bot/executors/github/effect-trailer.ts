/** The trailer by which a later try finds the commit that an earlier one made. */
export function effectTrailer(effectId: string): string {
  return `Buster-Effect: ${effectId.replaceAll(/\s/g, " ")}`;
}
