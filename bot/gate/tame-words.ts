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

const markdownLink = /\[([^\]\n]*)\]\(\s*<?((?:[a-z][a-z0-9+.-]*:)?\/\/[^\s)>]*)>?[^)\n]*\)/gi;
const bareLink = /<?\b(?:https?:\/\/|www\.)[^\s<>()"'`\]]+>?/gi;

/** Where links may lead: what a change of a dbt project is explained with. */
const hosts: readonly string[] = ["github.com", "docs.getdbt.com", "docs.github.com"];

/**
 * An address that may stay, without what could carry data along; of any other only the letters, as code. Whoever
 * shows a link to a foreign place may fetch it.
 */
function plainAddress(written: string): string {
  const address = written.replaceAll(/[<>]/g, "").replace(/^\/\//, "https://");
  const url = URL.parse(address.startsWith("www.") ? `https://${address}` : address);
  const isOurs =
    url?.protocol === "https:" && url.username === "" && hosts.includes(url.host.toLowerCase());
  if (isOurs) return `${url.origin}${url.pathname}${url.hash}`;
  const letters = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/[?#].*$/, "");
  return `\`${letters.replaceAll("`", "'") || "address"}\``;
}

/** What is left out can leave something behind that only now means something: then it is looked at again. */
const maxRounds = 10;

/**
 * An agent's words as they may stand on GitHub: nothing invisible, no comments that a reader does not see
 * (our own markers are such), no images, nobody is called (`＠ana`), no issue is closed by saying so, and links
 * lead only to GitHub and to dbt's documentation, without what could carry data along.
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
    .replaceAll(markdownLink, (_whole, label: string, address: string) => {
      const plain = plainAddress(address);
      return plain.startsWith("`") ? `${label} (${plain})` : `[${label}](${plain})`;
    })
    .replaceAll(bareLink, (address) => plainAddress(address))
    .replaceAll(mention, "$1\uff20")
    .replaceAll(closing, (_whole, verb: string, repository: string | undefined, number: string) =>
      repository === undefined
        ? `${verb} issue ${number}`
        : `${verb} issue ${repository} ${number}`,
    );
}
