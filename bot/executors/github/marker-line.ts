/**
 * The first line of everything we write where GitHub has no field for our id. Only the first line counts, and
 * only in what our own bot wrote: anybody can copy a comment, and an agent can quote one.
 */
export function markerLine(marker: string): string {
  return `<!-- ${marker.replaceAll(/[\r\n]/g, " ").replaceAll("--", "- -")} -->`;
}
