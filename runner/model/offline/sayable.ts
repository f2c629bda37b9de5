/**
 * May a value of the warehouse, or text from a file, stand in documentation as it is? It is read by dbt,
 * which renders Jinja, by catalogues, which render Markdown and HTML, and by people.
 */
export function isSayable(text: string): boolean {
  return (
    /^[\p{L}\p{N}\p{Zs}_.,:;/+()&'%-]+$/u.test(text) && text.length <= 60 && text.trim() === text
  );
}
