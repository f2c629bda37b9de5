/** Lets one go at a time, in the order of asking. */
export function createTurns(): {
  /** Resolves when it is our turn, with what ends it. */
  begin(): Promise<() => void>;
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
} {
  let last: Promise<void> = Promise.resolve();

  const begin = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = promise;
    await before;
    return resolve;
  };

  return {
    begin,
    async inTurn(work) {
      const end = await begin();
      try {
        return await work();
      } finally {
        end();
      }
    },
  };
}
