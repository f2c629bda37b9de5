/** A request that cannot be done: answered with `ok: false` and this sentence. */
export class Refusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Refusal";
  }
}
