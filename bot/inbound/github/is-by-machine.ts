import { z } from "zod";

const Author = z.object({
  sender: z.object({ login: z.string(), type: z.string() }),
  comment: z
    .object({ performed_via_github_app: z.object({ slug: z.string() }).nullish() })
    .optional(),
});

/**
 * Was it a program that did this? Bots are not listened to, our own App least of all: its commits and
 * comments would start agents that commit and comment. An App that acts for a person is found by the name
 * that GitHub puts on the comment. A delivery without a sender counts as a machine's.
 */
export function isByMachine(payload: unknown, appSlug: string): boolean {
  const parsed = Author.safeParse(payload);
  if (!parsed.success) return true;

  const { sender, comment } = parsed.data;
  if (sender.type === "Bot" || sender.login.toLowerCase() === `${appSlug.toLowerCase()}[bot]`) {
    return true;
  }
  return comment?.performed_via_github_app?.slug.toLowerCase() === appSlug.toLowerCase();
}
