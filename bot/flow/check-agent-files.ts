import type { EventOf } from "#agents-schema/event.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import type { House } from "./house.ts";

/**
 * A pull request that changes agent files or buster.yml gets a check that names every mistake at its
 * line. The version on the base branch stays live either way: the head's is only read, never run.
 */
export async function checkAgentFiles(
  house: House,
  { repository, pullRequest }: Pick<EventOf<"pull_request">, "repository" | "pullRequest">,
  changedFiles: readonly string[],
  base: Shelf,
): Promise<void> {
  const head = await house.library.at(repository, pullRequest.headSha);
  const known = new Set([
    "buster.yml",
    ...[...base.agents, ...head.agents].map((agent) => agent.path),
    ...head.broken.map((file) => file.path),
  ]);
  if (!changedFiles.some((path) => known.has(path))) return;

  const annotations = head.broken.flatMap(({ path, mistakes }) =>
    mistakes.map((mistake) => ({
      path,
      line: mistake.line,
      level: "failure" as const,
      title: mistake.path === "" ? "agent file" : mistake.path,
      message: mistake.hint === "" ? mistake.message : `${mistake.message}\n${mistake.hint}`,
    })),
  );
  const broken = annotations.length > 0;
  await house.github.upsertCheck(repository, null, {
    name: "buster / agent files",
    headSha: pullRequest.headSha,
    externalId: `agent-files:${pullRequest.number}:${pullRequest.headSha.slice(0, 12)}`,
    detailsUrl: house.runUrl(""),
    status: "completed",
    conclusion: broken ? "failure" : "success",
    title: broken ? `${annotations.length} mistakes` : "Agent files are valid",
    summary: broken
      ? "Until this is merged, the versions on the base branch stay live; afterwards the broken files would not run."
      : "Until this is merged, the versions on the base branch stay live.",
    annotations,
    actions: [],
  });
}
