import type { Drifted } from "../facts/judge-drift.ts";

/** A sentence that does not hold, with each fact that says so. */
export interface DriftedSentence extends Omit<Drifted, "statement"> {
  /** Further facts of the same sentence; left out: there is one. */
  others?: readonly Pick<Drifted, "fact" | "was" | "now" | "reason">[];
}

/** Drift is judged by facts and counted by sentences: those of one sentence become one. */
export function onePerSentence(drifted: readonly Drifted[]): readonly DriftedSentence[] {
  const bySentence = Map.groupBy(drifted, ({ model, column, sentence }) =>
    JSON.stringify([model, column, sentence]),
  );
  return [...bySentence.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const { statement: _, ...told } = first;
    const others = rest.map(({ fact, was, now, reason }) => ({ fact, was, now, reason }));
    return [others.length === 0 ? told : { ...told, others }];
  });
}
