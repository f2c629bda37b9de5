/** A file cannot be edited without changing more than what was asked. The message is a sentence for a person. */
export class UnsafeEdit extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "UnsafeEdit";
  }
}
