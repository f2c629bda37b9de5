/** Money as people read it: `$0.42`, `under $0.01`, `no cost`. */
export function formatCost(usd: number): string {
  if (usd <= 0) return "no cost";
  return usd < 0.01 ? "under $0.01" : `$${usd.toFixed(2)}`;
}
