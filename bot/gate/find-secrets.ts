import { secretShapes } from "#agents-schema/secrets/secret-shapes.ts";

/** Everything in the text that looks like a credential. */
export function findSecrets(text: string): string[] {
  return secretShapes.flatMap(({ shape }) => text.match(shape) ?? []);
}
