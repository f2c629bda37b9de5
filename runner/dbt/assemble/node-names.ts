import type { RefFact } from "../jinja/evaluated-parts.ts";

/** Models, seeds and snapshots of every project, to find what a `ref` means. */
export interface NodeNames {
  add(node: {
    name: string;
    package: string | undefined;
    versionOf?: string;
    isLatest?: boolean;
  }): void;
  /** What a reference is called in `refs`: the name alone where only one has it, else `package/name`. */
  resolve(ref: RefFact, from: string | undefined): { name: string; isThere: boolean };
}

export function nodeNames(projectName: string): NodeNames {
  /** Name → packages that have it; "" is the project itself. */
  const owners = new Map<string, string[]>();
  const latest = new Map<string, string>();
  const add = (name: string, owner: string) => {
    const known = owners.get(name);
    if (known === undefined) owners.set(name, [owner]);
    else if (!known.includes(owner)) known.push(owner);
  };
  return {
    add({ name, package: owner = "", versionOf, isLatest }) {
      add(name, owner);
      if (versionOf !== undefined && isLatest === true) latest.set(`${owner}/${versionOf}`, name);
    },
    resolve(ref, from) {
      if (typeof ref === "string" && from === undefined) {
        // Nearly every reference: of the project, to its own.
        const own = latest.get(`/${ref}`) ?? ref;
        if (owners.get(own)?.includes("") === true) return { name: own, isThere: true };
      }
      const asked = typeof ref === "string" ? { name: ref } : ref;
      const { name, package: of, version } = asked;
      const candidates =
        of === undefined
          ? [from ?? "", "", ...(owners.get(name) ?? [])]
          : [of === projectName ? "" : of];
      const full = (owner: string) =>
        version === undefined ? (latest.get(`${owner}/${name}`) ?? name) : `${name}.v${version}`;
      const owner = candidates.find((candidate) =>
        owners.get(full(candidate))?.includes(candidate),
      );
      if (owner === undefined)
        return {
          name: anyVersion(name) ?? name,
          isThere: anyVersion(name) !== undefined && of === undefined,
        };
      const found = full(owner);
      const isAlone = owner === "" || owners.get(found)?.length === 1;
      return { name: isAlone ? found : `${owner}/${found}`, isThere: true };
    },
  };

  /** The latest version of a model that a package has. */
  function anyVersion(name: string): string | undefined {
    for (const [key, found] of latest) if (key.endsWith(`/${name}`)) return found;
    return undefined;
  }
}
