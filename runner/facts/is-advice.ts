const verb =
  "(?:use|join|filter|aggregate|group|count|prefer|treat|sum|do|don't|avoid|exclude|include|divide|multiply|average|compare|sort|order|cast|convert|read|keep|select|take|apply|pick|restrict|deduplicate|drop|ignore|add|choose|query|call|combine|partition|trim|for business time)\\b";
const word = "(?:always|never|only|please|do not|don't|instead,?|then)\\s";

/** `For each order` names orders, it does not say to order. */
const notNamed =
  "(?<!\\b(?:an?|the|this|that|each|every|per|one|any|no|of|all|some|its|their)\\s+)";

const bullet = /^[\s\-•*]*/;
const told = new RegExp(`^${verb}`, "i");
/** One step towards the verb. What is stepped over ends at the first word that goes on: nothing is tried twice. */
const steps = [
  new RegExp(`^${word}+`, "i"),
  new RegExp(`^(?:for|to) [^,:;.]*?[,:]?\\s+(?=${notNamed}${verb}|${word}|(?:for|to) )`, "i"),
  /^by its name[^;]*;\s+/i,
  /^several rows [^:]+:\s+/i,
];

/** Does a sentence say what to do, rather than what is? Takes time by the length of the text, whatever it is. */
export function isAdvice(sentence: string): boolean {
  let rest = sentence.replace(bullet, "");
  for (;;) {
    if (told.test(rest)) return true;
    const step = steps
      .map((pattern) => pattern.exec(rest)?.[0] ?? "")
      .find((found) => found !== "");
    if (step === undefined) return false;
    rest = rest.slice(step.length).trimStart();
  }
}
