import { type Warehouse, WorldFailure } from "../ports.ts";

/** Several connections to one warehouse, each asked by one at a time. */
export interface WarehousePool {
  /** Waits for a free connection. One that the warehouse cut is replaced at the next use. */
  use<Value>(work: (warehouse: Warehouse) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** Connections are opened when they are needed, never more than `size`. */
export function createWarehousePool(open: () => Promise<Warehouse>, size: number): WarehousePool {
  const free: Warehouse[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;

  const take = async (): Promise<Warehouse> => {
    while (taken >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    try {
      return free.pop() ?? (await open());
    } catch (cause) {
      giveBack();
      throw cause;
    }
  };
  const giveBack = () => {
    taken -= 1;
    waiting.shift()?.();
  };

  return {
    async use(work) {
      const warehouse = await take();
      try {
        const value = await work(warehouse);
        free.push(warehouse);
        return value;
      } catch (cause) {
        // After a cut nobody knows what state it is in.
        if (cause instanceof WorldFailure) await warehouse.close().catch(() => undefined);
        else free.push(warehouse);
        throw cause;
      } finally {
        giveBack();
      }
    },
    async close() {
      await Promise.allSettled(free.splice(0).map((warehouse) => warehouse.close()));
    },
  };
}
