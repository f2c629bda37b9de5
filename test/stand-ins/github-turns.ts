/** Does one thing after another for each key, whatever became of the one before. */
export type Turns = <Value>(key: string, work: () => Promise<Value>) => Promise<Value>;

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work);
    // The next one must not stumble over this one's failure; whoever asked hears of it.
    last.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  };
}
