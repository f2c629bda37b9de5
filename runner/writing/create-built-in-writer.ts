import type { Statement } from "../facts/statement.ts";
import type { Brief } from "./brief.ts";
import { gatherMaterial } from "./material.ts";
import { tellColumn } from "./tell-column.ts";
import { tellContents } from "./tell-contents.ts";
import { tellContext } from "./tell-context.ts";
import { tellLineage } from "./tell-lineage.ts";
import { tellOptions } from "./tell-options.ts";
import { tellOverview } from "./tell-overview.ts";
import { tellPatterns } from "./tell-patterns.ts";
import { tellPurpose } from "./tell-purpose.ts";
import { tellRelationship } from "./tell-relationship.ts";
import { tellUsage } from "./tell-usage.ts";

/**
 * A `Writer`. Writes from facts, SQL, lineage and existing text alone. It has nothing better to offer for what the
 * checker refuses: asked again, it answers with nothing.
 */
export function createBuiltInWriter(): {
  readonly name: string;
  write(
    brief: Brief,
    refusals: readonly unknown[],
  ): Promise<{ statements: readonly Statement[]; cost: undefined }>;
} {
  return {
    name: "built-in",
    async write(brief, refusals) {
      return { statements: refusals.length > 0 ? [] : writeStatements(brief), cost: undefined };
    },
  };
}

/** Everything that can be said, in the order in which it is read. */
export function writeStatements(brief: Brief): readonly Statement[] {
  const material = gatherMaterial(brief);
  return [
    ...tellOverview(material),
    ...tellPurpose(material),
    ...tellContents(material),
    ...tellLineage(material),
    ...tellPatterns(material),
    ...tellUsage(material),
    ...tellContext(material),
    ...brief.relationships.flatMap((relationship) => tellRelationship(material, relationship)),
    ...material.columns.flatMap((column) => tellColumn(material, column)),
    ...material.columns.flatMap((column) => tellOptions(material, column)),
  ];
}
