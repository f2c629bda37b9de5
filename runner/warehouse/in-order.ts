/** Does tasks one after the other, in the order in which they were given; a rejection stops none of the next. */
export function inOrder(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = last.then(task);
    // The caller gets the rejection; here only the end counts.
    last = done.catch(() => undefined);
    return done;
  };
}
