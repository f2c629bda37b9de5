const seconds = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `90s`, `30m`, `24h`, `7d`, or of a number that is seconds already. */
export function duration(written: string | number): number {
  if (typeof written === "number") return written;
  const unit = written.at(-1) as keyof typeof seconds;
  return Number.parseInt(written, 10) * seconds[unit];
}
