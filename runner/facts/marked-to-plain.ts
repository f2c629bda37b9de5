import { readMarks } from "./read-marks.ts";

/** What people read of a statement: the text without its marks. */
export function markedToPlain(marked: string): string {
  return readMarks(marked).plain;
}
