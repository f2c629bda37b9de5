import type { RelationProfile } from "../profile/relation-profile.ts";
import type { NumberlessFact } from "../profile/to-facts.ts";

/** What measuring a node gave: its profile, or why there is none. */
export interface MeasuredNode {
  name: string;
  profile: Omit<RelationProfile, "facts"> | undefined;
  /** A sentence; undefined when it was measured. */
  unmeasured: string | undefined;
  /** It was refused or went wrong; not that there was nothing to measure. */
  isFailure: boolean;
  /** Columns that may not be looked at. */
  denied: readonly string[];
  columns: readonly { name: string; type: string }[];
}

/** As a notebook keeps it. */
export interface MeasuredPage extends MeasuredNode {
  facts: readonly NumberlessFact[];
}
