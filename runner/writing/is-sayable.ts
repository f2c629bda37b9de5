/** Longest value or piece of SQL that stands in a sentence, in characters. */
const maxValue = 60;
const maxCode = 180;

/**
 * May a value of the warehouse stand in documentation as it is? It is read by dbt, which renders Jinja, by
 * catalogues, which render Markdown and HTML, and by people, who must see where it ends.
 */
export function isSayable(value: string): boolean {
  return (
    /^[\p{L}\p{M}\p{N} _.,:;/+()&%@#!?=*|-]+$/u.test(value) &&
    value.length <= maxValue &&
    value !== "" &&
    // Prose loses spaces at an end and doubled ones: it would be another value.
    value === value.trim() &&
    !/\s{2}/.test(value) &&
    !/%\}|\{|\}|#\}/.test(value)
  );
}

/** May a piece of SQL stand between backticks? */
export function isSayableCode(code: string): boolean {
  return code.length <= maxCode && !/[{}`\n\r]|--|\/\*|\p{Cc}/u.test(code);
}
