/** Of the normal distribution, for 95 %. */
const z = 1.96;

/** Wilson's 95 % interval of a share that was counted in a sample. */
export function shareInterval(count: number, rows: number): { low: number; high: number } {
  if (rows === 0) return { low: 0, high: 1 };
  const p = count / rows;
  const scale = 1 + z ** 2 / rows;
  const middle = (p + z ** 2 / (2 * rows)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / rows + z ** 2 / (4 * rows ** 2))) / scale;
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
