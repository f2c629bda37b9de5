/** What the YAML parser stumbled on, in the words of somebody who wrote an agent file. */
export function explainYaml(
  code: string,
  message: string,
  line: string,
): { message: string; hint: string } {
  const starred = /^(\s*(?:-\s+)?(?:[\w-]+:\s+)?)(\*.*?)\s*$/.exec(line);
  if (starred !== null && (code === "UNEXPECTED_TOKEN" || code === "BAD_ALIAS")) {
    return {
      message: "a value that begins with `*` needs quotes",
      hint: `write \`${starred[1]?.trimStart()}"${starred[2]}"\``,
    };
  }
  if (/call stack/i.test(message)) {
    return { message: "the file is nested too deeply to be read", hint: "write it flatter" };
  }
  switch (code) {
    case "TAB_AS_INDENT":
      return { message: "a tab cannot indent YAML", hint: "use spaces" };
    case "MULTIPLE_DOCS":
      return {
        message: "a second document begins here: a file holds one agent",
        hint: "move what follows `---` into a file of its own",
      };
    case "TAG_RESOLVE_FAILED":
      return { message: "tags (`!…`) are not allowed", hint: "remove the tag" };
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        message: "a text with `: ` in it needs quotes (or the lines are not indented alike)",
        hint: 'put the value in quotes: `key: "a: b"`',
      };
    case "BAD_SCALAR_START":
      return {
        message: "a value that begins with @, ` or % needs quotes",
        hint: 'put it in quotes, such as `"@org/team"`',
      };
    case "MISSING_CHAR":
      return /quote/.test(message)
        ? {
            message: "the file ends inside a text in quotes",
            hint: "look above for the quote that is never closed",
          }
        : { message: lower(message), hint: alike };
    case "BAD_INDENT":
    case "MULTILINE_IMPLICIT_KEY":
      return {
        message: lower(message),
        hint: "look at the lines above: indent alike, close every bracket, put `: ` after a key",
      };
    default:
      return {
        message: lower(message),
        hint: alike,
      };
  }
}

const alike = "look at this line and the one above: are they indented alike?";

function lower(message: string): string {
  return `not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
