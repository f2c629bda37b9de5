import { checkEdit } from "./check-edit.ts";
import { findText, type TextPlace } from "./find-text.ts";
import { replaceText } from "./replace-text.ts";
import { applySplices } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { readYamlFile } from "./yaml-file.ts";

/** Changes one description of a property file and nothing else. `change` may throw {@link UnsafeEdit}. */
export function editText(
  text: string,
  place: TextPlace,
  change: (value: string) => string,
): { text: string } | { refused: string } {
  try {
    const found = findText(readYamlFile(text), place);
    const target = change(found.value.value).trimEnd();
    const edited = applySplices(text, replaceText(text, found, target));
    checkEdit(text, edited, [{ path: found.path, value: target }]);
    return { text: edited };
  } catch (cause) {
    if (cause instanceof UnsafeEdit) return { refused: cause.message };
    throw cause;
  }
}
