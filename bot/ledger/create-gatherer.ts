interface Waiting<Item, Answer> {
  item: Item;
  resolve(answer: Answer): void;
  reject(cause: unknown): void;
}

/**
 * Calls that come while one is under way are gathered and made as one: what the disk is asked to keep then
 * costs one wait for many. The first call never waits. `run` gets at most `maxItems` in the order of the calls
 * and answers in that order; when it rejects, all of them do. One at a time, for two that hold the same rows in
 * another order would wait for each other.
 */
export function createGatherer<Item, Answer>(
  maxItems: number,
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isUnderWay = false;

  const drain = async () => {
    isUnderWay = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxItems);
      try {
        const answers = await run(batch.map(({ item }) => item));
        for (const [at, { resolve, reject }] of batch.entries()) {
          const answer = answers[at];
          if (answer === undefined) reject(new Error("a gathered call got no answer"));
          else resolve(answer);
        }
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    isUnderWay = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isUnderWay) void drain();
    });
}
