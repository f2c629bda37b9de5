import type { SurfaceKind } from "./surface.ts";

const github = `**What can be asked here**

| say | and |
| --- | --- |
| \`@buster run <agent> [key=value …]\` | an agent starts on this pull request |
| \`@buster review\` | the review agents start |
| \`@buster ask <question>\` | a question about the change is answered |
| \`@buster approve [digest]\` | what an agent proposed is carried out, exactly as shown |
| \`@buster reject [reason]\` | it is not |
| \`@buster stop [run]\` | running agents stop |
| \`@buster status\` | what runs and what waits |
| \`@buster help\` | this list |

The command stands at the beginning of the comment.`;

const slack = `*What can be asked here*
• \`/buster run <agent> [on <pull request>] [key=value …]\`: an agent starts
• \`/buster list\`: the agents there are
• \`/buster status\`: what runs and what waits
• \`/buster stop [run]\`: running agents stop
• \`/buster help\`: this list
The same works after a mention. Proposals are approved with the buttons of their card.`;

/** The commands of a door, as its help shows them. `mention` begins commands on GitHub. */
export function helpText(surface: SurfaceKind, mention = "@buster"): string {
  if (surface === "slack") return slack.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return github.replaceAll("@buster", mention);
}
