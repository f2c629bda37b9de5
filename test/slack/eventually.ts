import { vi } from "vitest";

/** Waits until an expectation holds, on a machine that is busy too. */
export function eventually<T>(expectation: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(expectation, { timeout: 10_000, interval: 10 });
}
