import type { RelationProfile } from "../profile/relation-profile.ts";

/** What the search for keys needs to know of a relation. */
export type MeasuredRelation = Pick<RelationProfile, "subject" | "relation" | "rows" | "columns">;
