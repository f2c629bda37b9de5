/** Classes of refusal: stable words for machines; the reason is for people. */
export type RefusalCode =
  | "access"
  | "catalogue"
  | "construct"
  | "disagreement"
  | "function"
  | "multiple-statements"
  | "not-a-read"
  | "operator"
  | "relation"
  | "resource"
  | "syntax"
  | "text"
  | "too-deep"
  | "type";

export interface Refusal {
  code: RefusalCode;
  /** A sentence for a person and for a model. */
  reason: string;
}
