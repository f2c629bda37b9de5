/** What a documentation that is stopped leaves for the next one: costly answers, by key. */
export interface Notebook {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/** For a documentation that nobody will go on with. */
export function createMemoryNotebook(): Notebook {
  const pages = new Map<string, string>();
  return {
    get: async (key) => pages.get(key),
    put: async (key, text) => {
      pages.set(key, text);
    },
  };
}
