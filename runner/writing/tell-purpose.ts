import type { Statement } from "../facts/statement.ts";
import type { Material } from "./material.ts";
import { say } from "./say.ts";
import { sayNames } from "./say-name.ts";
import { state } from "./state.ts";

const maxReaders = 6;
const exposure = /^exposure[.:]/;

/** Who reads it; nothing where nobody does. */
export function tellPurpose({ brief }: Material): Statement[] {
  const readers = sayNames(brief.downstream.filter((name) => !exposure.test(name)));
  const exposures = sayNames(
    brief.downstream
      .filter((name) => exposure.test(name))
      .map((name) => name.replace(exposure, "")),
  );
  const parts = [
    ...(readers.length > 0 ? [say.upTo(readers, maxReaders)] : []),
    ...(exposures.length > 0
      ? [
          `the ${exposures.length === 1 ? "exposure" : "exposures"} ${say.upTo(exposures, maxReaders)}`,
        ]
      : []),
  ];
  return parts.length === 0 ? [] : [state("purpose", `Read by ${parts.join(" and by ")}.`)];
}
