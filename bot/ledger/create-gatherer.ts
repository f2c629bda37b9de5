interface Waiting<Item, Answer> {
  item: Item;
  resolve(answer: Answer): void;
  reject(cause: unknown): void;
}

/** With more than one under way, the next is prepared while the disk keeps the one before. */
const maxUnderWay = 2;

/**
 * Calls that come while others are under way are gathered and made as one: what the disk is asked to keep
 * then costs one wait for many. The first call never waits. `run` gets at most `maxItems` and answers in
 * their order; when it rejects, all of them do.
 */
export function createGatherer<Item, Answer>(
  maxItems: number,
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let underWay = 0;

  const drain = async () => {
    underWay++;
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
    underWay--;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay < maxUnderWay) void drain();
    });
}
