import { encodingsOf } from "./encodings-of.ts";
import { foldPlaces, foldText } from "./fold-text.ts";
import { type HeldSecret, isTelling } from "./held-secret.ts";

/** A credential in a text, from `start` up to `end`. `isHeld`: one of this process, not only the looks of one. */
export interface FoundSecret {
  kind: string;
  start: number;
  end: number;
  isHeld: boolean;
}

/** Characters that are looked up at once. */
const gram = 8;
/** A part of a secret that is as long as this is taken for it: cutting off a few characters does not help. */
const part = 16;

interface Needle {
  kind: string;
  text: string;
}

/** Finds what is known, in every way that it can be written. One pass over the text, however many there are. */
export function createHeldFinder(): {
  add(secret: HeldSecret): void;
  find(text: string): FoundSecret[];
} {
  const known = new Set<string>();
  const short: Needle[] = [];
  const grams = new Map<string, { needle: Needle; offset: number }[]>();

  return {
    add(secret) {
      if (known.has(secret.value) || !isTelling(secret)) return;
      known.add(secret.value);
      for (const text of encodingsOf(secret.value)) {
        const needle = { kind: secret.kind, text };
        // Every stretch of 15 characters holds a whole gram at a multiple of 8.
        if (text.length < 2 * gram - 1) short.push(needle);
        for (let offset = 0; offset + gram <= text.length; offset++) {
          const key = text.slice(offset, offset + gram);
          const there = grams.get(key);
          if (there === undefined) grams.set(key, [{ needle, offset }]);
          else if (there.length < 8) there.push({ needle, offset });
        }
      }
    },

    find(text) {
      if (grams.size === 0 || text.length < gram) return [];
      const folded = foldText(text);
      const found: FoundSecret[] = [];
      let places: Uint32Array | undefined;
      const note = ({ kind }: Needle, from: number, to: number) => {
        places ??= foldPlaces(text);
        const start = places[from] ?? 0;
        const end = (places[to - 1] ?? text.length - 1) + 1;
        found.push({ kind, start, end, isHeld: true });
      };
      for (const needle of short) {
        for (let at = folded.indexOf(needle.text); at >= 0; ) {
          note(needle, at, at + needle.text.length);
          at = folded.indexOf(needle.text, at + needle.text.length);
        }
      }
      for (let at = 0; at + gram <= folded.length; at += gram) {
        for (const { needle, offset } of grams.get(folded.slice(at, at + gram)) ?? []) {
          const [from, to] = stretch(folded, at, needle.text, offset);
          if (to - from >= Math.min(needle.text.length, part)) note(needle, from, to);
        }
      }
      return found;
    },
  };
}

/** How far text and needle agree around a gram that both have. */
function stretch(text: string, at: number, needle: string, offset: number): [number, number] {
  let back = 0;
  while (back < at && back < offset && text[at - back - 1] === needle[offset - back - 1]) back++;
  let on = gram;
  while (
    at + on < text.length &&
    offset + on < needle.length &&
    text[at + on] === needle[offset + on]
  ) {
    on++;
  }
  return [at - back, at + on];
}
