import { z } from "zod";

const Author = z.object({
  sender: z.object({ login: z.string(), type: z.string() }),
  comment: z
    .object({ performed_via_github_app: z.object({ slug: z.string() }).nullish() })
    .optional(),
});

/**
 * Who did it: `us` is our own App, whose commits and comments would start agents that commit and comment.
 * An App that acts for a person is found by the name that GitHub puts on the comment. Undefined: the
 * delivery does not say.
 */
export function findAuthor(
  payload: unknown,
  appSlug: string,
): "us" | "another_bot" | "person" | undefined {
  const parsed = Author.safeParse(payload);
  if (!parsed.success) return undefined;

  const { sender, comment } = parsed.data;
  const slug = appSlug.toLowerCase();
  if (sender.login.toLowerCase() === `${slug}[bot]`) return "us";
  if (comment?.performed_via_github_app?.slug.toLowerCase() === slug) return "us";
  return sender.type === "Bot" ? "another_bot" : "person";
}
