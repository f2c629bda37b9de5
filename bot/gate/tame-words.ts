/** Format, control, private and unassigned characters and lone surrogates; line ends and tabs stay. */
const unseen = /[^\P{C}\n\t]/gu;

/**
 * Code, in which nothing is a mention or a reference: a fence that begins a line (an open one lasts to the
 * end), or a plain code span. What is written otherwise is tamed like prose: rather too much than too little.
 */
const code =
  /((?:^|\n) {0,3}```[^`\n]*\n[\s\S]*?(?:\n {0,3}```(?=\s*(?:\n|$))|$)|(?<![\\`])`[^`\n]+`(?!`))/;

const htmlComment = /<!--[\s\S]*?(?:-->|$)/g;
/** An image is fetched by whoever looks: its address can carry data out without a click. */
const markdownImage = /!\[([^\]\n]*)\]\s?(?:\([^)\n]*\)|\[[^\]\n]*\])/g;
const htmlTag =
  /<\/?(?:img|picture|source|video|audio|iframe|object|embed|svg|style|script|link|meta)\b[^>]*>?/gi;
const mention = /(^|[^\w/.-])@(?=[a-z\d])/gi;
const closing = /\b((?:close|fix|resolve)(?:s|d|es|ed)?):?\s+([\w.-]+\/[\w.-]+)?#(\d+)/gi;

/** What is left out can leave something behind that only now means something: then it is looked at again. */
const maxRounds = 10;

/**
 * An agent's words as they may stand on GitHub: nothing invisible, no comments that a reader does not see
 * (our own markers are such), no images, nobody is called (`＠ana`), and no issue is closed by saying so.
 * Doing it twice changes nothing.
 */
export function tameWords(text: string): string {
  let tame = text.replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n").replaceAll(unseen, "");
  for (let round = 0; round < maxRounds; round++) {
    const before = tame;
    tame = tame
      .split(code)
      .map((piece, index) => (index % 2 === 1 ? piece : tameProse(piece)))
      .join("");
    if (tame === before) return tame;
  }
  // Made to be peeled: then nothing of it is more than letters.
  return tame.replaceAll(/[<`~!@#]/g, " ");
}

function tameProse(text: string): string {
  return text
    .replaceAll(htmlComment, "")
    .replaceAll(markdownImage, "$1 (image left out)")
    .replaceAll(htmlTag, "")
    .replaceAll(mention, "$1\uff20")
    .replaceAll(closing, (_whole, verb: string, repository: string | undefined, number: string) =>
      repository === undefined
        ? `${verb} issue ${number}`
        : `${verb} issue ${repository} ${number}`,
    );
}
