import { createHeldFinder, type FoundSecret } from "./create-held-finder.ts";
import { decodeHidden, type Inflate } from "./decode-hidden.ts";
import type { HeldSecret } from "./held-secret.ts";
import { secretShapes } from "./secret-shapes.ts";

/** Layers of encoding that are looked through. */
const maxDepth = 3;

export interface SecretScan {
  /** One more that the process holds from now on, such as a token that was just given out. */
  add(secret: HeldSecret): void;
  /** Credentials of this process in the text, in any encoding. */
  findHeld(text: string): FoundSecret[];
  /** Those, and all that has the looks of a credential. */
  find(text: string): FoundSecret[];
  /** Could everything that is encoded in the text be looked into? */
  isWhole(text: string): boolean;
}

/** Looks for credentials: those that this process holds, exactly, and any by their shape. */
export function createSecretScan(
  held: readonly HeldSecret[],
  inflate: Inflate = () => undefined,
): SecretScan {
  const finder = createHeldFinder();
  for (const secret of held) finder.add(secret);

  const hidden = (
    text: string,
    depth: number,
    look: (inner: string, deeper: number) => FoundSecret[],
  ) =>
    depth >= maxDepth
      ? []
      : decodeHidden(text, inflate).pieces.flatMap(({ start, end, text: inner }) =>
          look(inner, depth + 1).map((found) => ({ ...found, start, end })),
        );
  const findHeld = (text: string, depth = 0): FoundSecret[] => [
    ...finder.find(text),
    ...hidden(text, depth, findHeld),
  ];
  const find = (text: string, depth = 0): FoundSecret[] => [
    ...finder.find(text),
    ...findShapes(text),
    ...hidden(text, depth, find),
  ];
  return {
    add: finder.add,
    findHeld: (text) => findHeld(text),
    find: (text) => find(text),
    isWhole: (text) => decodeHidden(text, inflate).isWhole,
  };
}

function findShapes(text: string): FoundSecret[] {
  return secretShapes.flatMap(({ kind, shape }) =>
    [...text.matchAll(shape)].map((match) => ({
      kind,
      start: match.index,
      end: match.index + match[0].length,
      isHeld: false,
    })),
  );
}
