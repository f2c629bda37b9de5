import type { DbtProperties } from "../dbt-properties.ts";
import type { ProjectUnit } from "./project-unit.ts";

const reference =
  /\{\{-?\s*doc\(\s*(['"])(?<first>[^'"]+)\1\s*(?:,\s*(['"])(?<second>[^'"]+)\3\s*)?\)\s*-?\}\}/g;

/** Replaces references to blocks of documentation. */
export interface DocTable {
  /** The text as people read it, with the written one where that differs. */
  describe(
    text: string,
    from: string | undefined,
  ): Pick<DbtProperties, "description" | "writtenDescription">;
}

/** Blocks are looked for in the package that asks, then in the project, then anywhere. `missing` is told of those that are not there. */
export function docTable(units: readonly ProjectUnit[], missing: (name: string) => void): DocTable {
  const blocks = new Map<string, string>();
  const anywhere = new Map<string, string>();
  for (const unit of units) {
    for (const { facts } of unit.docs) {
      for (const { name, text } of facts.docs ?? []) {
        blocks.set(`${unit.package ?? ""}.${name}`, text);
        if (unit.package === undefined) blocks.set(`${unit.settings.name}.${name}`, text);
        if (!anywhere.has(name)) anywhere.set(name, text);
      }
    }
  }
  const find = (name: string, of: string | undefined, from: string | undefined) => {
    if (of !== undefined) return blocks.get(`${of}.${name}`);
    return blocks.get(`${from ?? ""}.${name}`) ?? blocks.get(`.${name}`) ?? anywhere.get(name);
  };
  return {
    describe(text, from) {
      if (!text.includes("doc(")) return { description: text };
      const description = text.replace(reference, (whole, ...groups) => {
        const names: { first?: string; second?: string } = groups.at(-1) ?? {};
        const name = names.second ?? names.first ?? "";
        const found = find(name, names.second === undefined ? undefined : names.first, from);
        if (found === undefined) missing(name);
        return found ?? whole;
      });
      return description === text ? { description } : { description, writtenDescription: text };
    },
  };
}
