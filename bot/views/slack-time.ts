/** A moment in the time zone of whoever looks; the part after `|` is for clients that cannot. */
export function slackTime(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  if (!Number.isFinite(seconds)) return "an unknown time";
  const fallback = new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
  return `<!date^${seconds}^{date_short_pretty} {time}|${fallback} UTC>`;
}
