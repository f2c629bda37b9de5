/** A moment on the one time line: it is written in UTC. */
export function isZoned(type: string): boolean {
  return /with time zone|(?<!n)tz(?:\(\d+\))?$/i.test(type);
}
