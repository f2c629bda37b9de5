import type { KeyPath } from "./key-path.ts";

/** Something wrong between the values of a file, before it has a line and a column. */
export interface Complaint {
  path: KeyPath;
  /** Point at this text inside the value, counted from 0. Without it: at the key. */
  text?: string;
  occurrence?: number;
  message: string;
  hint: string;
}
