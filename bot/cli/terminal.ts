/** Where a command writes. Both methods take one line and add its end. */
export interface Terminal {
  /** What was asked for: standard output. */
  out(text: string): void;
  /** Everything else: standard error. */
  err(text: string): void;
  colour: boolean;
  /** Replaces the last line of standard error; an empty text clears it. Only where a person watches. */
  status?: (text: string) => void;
}
