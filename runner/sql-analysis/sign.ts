import { createHash } from "node:crypto";

/** What says where or how something was written, not what it is. */
const noise =
  /span$|comments$|_keyword$|^(?:alias_explicit_as|original_name|double_colon_syntax|trailing_comma|alias_first|use_inner_keyword|use_outer_keyword|nesting_group|explicit_asc|inferred_type)$/;

/** A short text that is the same for the same parts. */
export function signOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, 16);
}

/** The same for trees that say the same, wherever they stand and whatever comments are in them. */
export function signTree(tree: unknown): string {
  if (tree === undefined) return "";
  const text = JSON.stringify(tree, (key, value: unknown) => {
    if (noise.test(key)) return undefined;
    return key === "name" && typeof value === "string" ? value.toLowerCase() : value;
  });
  return signOf([text]);
}
