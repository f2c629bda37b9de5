import type { WantedColumn, WantedDocumentation } from "../../writing/wanted-documentation.ts";

/** dbt renders what stands in property files: text from a warehouse must not become code. */
const code = /\{[{%#]/;
const onlyDoc = /^\{\{-?\s*doc\(\s*(?:(["'])[\w.-]+\1\s*,\s*)?(["'])[\w.-]+\2\s*\)\s*-?\}\}$/;
const why = "it holds `{{`, `{%` or `{#`, which dbt would carry out";

/** Holds what dbt would carry out. A description that is `{{ doc('name') }}` and nothing else is allowed. */
export function isCode(text: string, { isDescription }: { isDescription: boolean }): boolean {
  return code.test(text) && !(isDescription && onlyDoc.test(text.trim()));
}

/** Takes a text's braces apart, `{{` to `{ {`, so that dbt takes it for nothing but text. */
export function withoutCode(text: string): string {
  return text.replaceAll(/\{(?=[{%#])/g, "{ ");
}

/** What may be written, and what is left out because dbt would carry it out. */
export function leaveOutCode(wanted: WantedDocumentation): {
  safe: WantedDocumentation;
  skipped: readonly string[];
} {
  const skipped: string[] = [];
  const isBad = (called: string, ...texts: (string | number | boolean | undefined)[]) => {
    const isFound = texts.some((text) => isCode(String(text ?? ""), { isDescription: false }));
    if (isFound) skipped.push(`${called}: ${why}`);
    return isFound;
  };
  const isBadDescription = (called: string, text = "") => {
    const isFound = isCode(text, { isDescription: true });
    if (isFound) skipped.push(`${called}: ${why}`);
    return isFound;
  };
  const columns = wanted.columns.flatMap((column): WantedColumn[] => {
    const { name, description, dataType, options, ...rest } = column;
    const called = `column ${name}`;
    if (isBad(called, name)) return [];
    const values = (options ?? []).flatMap(({ value, description: about }) => [value, about]);
    return [
      {
        name,
        ...rest,
        ...(description === undefined || isBadDescription(called, description)
          ? {}
          : { description }),
        ...(dataType === undefined || isBad(`type of ${called}`, dataType) ? {} : { dataType }),
        ...(options === undefined || isBad(`options of ${called}`, ...values) ? {} : { options }),
      },
    ];
  });
  const relationships = wanted.relationships.filter(
    ({ name, sourceCol, refCol, description }) =>
      !isBad(`relationship to ${name}`, name, sourceCol, refCol, description),
  );
  const { description, ...rest } = wanted;
  const isLeftOut = description === undefined || isBadDescription(wanted.name, description);
  return {
    safe: { ...rest, columns, relationships, ...(isLeftOut ? {} : { description }) },
    skipped,
  };
}
