/** One UTF-16 unit of a value, and where it stands in the file. */
export interface Unit {
  is: string;
  from: number;
  until: number;
}
