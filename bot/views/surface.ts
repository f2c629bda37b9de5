import * as markdown from "./markdown.ts";
import * as mrkdwn from "./mrkdwn.ts";

/** Where a text will stand. */
export type SurfaceKind = "github" | "slack";

/** The two platforms' ways to write the same sentence. */
export const styles = {
  github: {
    bold: (text: string, max: number) => `**${markdown.words(text, max)}**`,
    words: markdown.words,
    code: markdown.code,
    link: markdown.link,
  },
  slack: {
    bold: (text: string, max: number) => `*${mrkdwn.words(text, max).replaceAll("*", "∗")}*`,
    words: mrkdwn.words,
    code: mrkdwn.code,
    link: mrkdwn.link,
  },
} as const;
