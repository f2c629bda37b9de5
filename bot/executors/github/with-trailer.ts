/** A line that git reads as a trailer: `Co-authored-by: …`. */
const trailer = /^[A-Za-z][\w-]*: \S/;

/** The body of a commit with our trailer at its end, beside the trailers that it has. */
export function withTrailer(body: string, line: string): string {
  const text = body.trim();
  if (text === "") return line;
  const last = text.split(/\n\s*\n/).at(-1) ?? "";
  const isTrailers = last.split("\n").every((one) => trailer.test(one));
  return `${text}${isTrailers ? "\n" : "\n\n"}${line}`;
}
