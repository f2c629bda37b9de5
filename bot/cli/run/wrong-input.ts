/** A file that somebody named is not what is needed there. The message names it and says what is expected. */
export class WrongInput extends Error {
  readonly code = "wrong-input";
}
