import { checkEdit } from "./check-edit.ts";
import { findText, type TextPlace } from "./find-text.ts";
import { isCode } from "./leave-out-code.ts";
import { replaceText } from "./replace-text.ts";
import { applySplices } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { readYamlFile } from "./yaml-file.ts";

/**
 * Changes one description of a property file, in whatever style it is written, and nothing else. Refused where
 * that cannot be had, or where the new text would be code to dbt. `change` may throw {@link UnsafeEdit}.
 */
export function editText(
  text: string,
  place: TextPlace,
  change: (value: string) => string,
): { text: string } | { refused: string } {
  try {
    const found = findText(readYamlFile(text), place);
    const before = found.value.value;
    const target = change(before).trimEnd();
    if (isCode(target, { isDescription: true }) && !isCode(before, { isDescription: true })) {
      throw new UnsafeEdit("the text holds `{{`, `{%` or `{#`, which dbt would carry out");
    }
    const edited = applySplices(text, replaceText(text, found, target));
    checkEdit(text, edited, [{ path: found.path, value: target }]);
    return { text: edited };
  } catch (cause) {
    if (cause instanceof UnsafeEdit) return { refused: cause.message };
    throw cause;
  }
}
