const dayMs = 86_400_000;
const first = Date.UTC(2023, 0, 2);

/** Days that the example covers: 2023-01-02 and the 729 after it. */
export const days = 730;

/** `YYYY-MM-DD` of a day; day 0 is 2023-01-02, days before it are negative. */
export function dayText(day: number): string {
  return new Date(first + day * dayMs).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD hh:mm:ss` of a moment, given in days. */
export function timeText(moment: number): string {
  const seconds = Math.round((moment * dayMs) / 1000);
  return new Date(first + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}
