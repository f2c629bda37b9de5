/**
 * Does work on every item, at most `width` at once, in the items' order. Stops taking new ones when the
 * signal aborts. Rejects when one does, after those under way have ended.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  const workers = Array.from({ length: Math.min(width, items.length) }, worker);
  const ended = await Promise.allSettled(workers);
  const failure = ended.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
