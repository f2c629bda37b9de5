/**
 * Characters that a reader does not see and a model does: controls other than tab and line breaks,
 * soft hyphen, zero width, bidirectional, variation selectors, tag characters.
 */
const invisible = new RegExp(
  [
    "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]",
    "\\u00ad|\\u034f|\\u061c|\\u180e",
    "[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f]",
    "[\\ufe00-\\ufe0f]|\\ufeff|[\\ufff9-\\ufffb]",
    "[\\u{e0000}-\\u{e01ef}]",
  ].join("|"),
  "gu",
);

/** The text without what only a machine would read in it. */
export function stripInvisible(text: string): string {
  return text.replace(invisible, "");
}
