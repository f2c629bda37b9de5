import type { ProjectGraph } from "#runner/dbt/project-graph.ts";

/** What reads what, `[read, reader]`, between nodes that are enabled; what is read but not there is named too. */
export function projectEdges({ nodes }: ProjectGraph): [from: string, to: string][] {
  const isOff = (name: string) => nodes.get(name)?.enabled === false;
  return [...nodes.values()].flatMap(({ name, reads }): [string, string][] =>
    isOff(name) ? [] : reads.flatMap((read) => (isOff(read) ? [] : [[read, name]])),
  );
}
