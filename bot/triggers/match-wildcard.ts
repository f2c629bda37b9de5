/**
 * Does the text fit a pattern in which `*` stands for any characters and `?` for one? Linear in the text for
 * each `*`: it never backtracks further than to the last one, whatever the pattern.
 */
export function matchWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let afterStar = 0;
  while (at < text.length) {
    if (pattern[wanted] === "*") {
      star = wanted++;
      afterStar = at;
    } else if (
      wanted < pattern.length &&
      (pattern[wanted] === "?" || pattern[wanted] === text[at])
    ) {
      wanted++;
      at++;
    } else if (star !== -1) {
      wanted = star + 1;
      at = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[wanted] === "*") wanted++;
  return wanted === pattern.length;
}
