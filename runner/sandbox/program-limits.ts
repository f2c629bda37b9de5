/** What the programs of one sandbox may take together; both are watched from inside, ten times a second. */
export interface ProgramLimits {
  /** Most memory that they may hold, in bytes. */
  memoryBytes: number;
  /** What they must leave free on the disk that the workspace is on, in bytes: others work there as well. */
  freeBytes: number;
}

/** The limits that were wished for, completed. */
export function programLimits(wished: Partial<ProgramLimits>): ProgramLimits {
  const { memoryBytes = 2 * 1024 ** 3, freeBytes = 256 * 1024 ** 2 } = wished;
  return { memoryBytes, freeBytes };
}
