import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { findExcess } from "./slack-block-kit-limits.ts";

/** Says what Slack would refuse; an empty list means that it would take the payload. */
export interface BlockKitCheck {
  message(message: { text?: unknown; blocks?: unknown }): string[];
  view(view: unknown): string[];
}

/** Slack's own types as JSON Schema (test/fixtures/block-kit.schema.json) and its documented limits. */
export function createBlockKitCheck(): BlockKitCheck {
  const file = new URL("../fixtures/block-kit.schema.json", import.meta.url);
  const ajv = new Ajv({ strict: false, allErrors: false });
  ajv.addSchema(JSON.parse(readFileSync(file, "utf8")), "block-kit");
  const isPayload = ajv.compile({ $ref: "block-kit#/definitions/Payload" });
  const isView = ajv.compile({ $ref: "block-kit#/definitions/View" });

  const blocksOf = (blocks: unknown, surface: "message" | "view") =>
    isPayload({ blocks }) ? findExcess(blocks as [], surface) : [reason(isPayload)];

  return {
    message({ text, blocks }) {
      const mistakes = blocks === undefined ? [] : blocksOf(blocks, "message");
      if (typeof text !== "string" || text.trim() === "") mistakes.push("no_text");
      else if (text.length > 4000) mistakes.push(`text has ${text.length} characters, aim at 4000`);
      return mistakes;
    },
    view(view) {
      if (!isView(view)) return [reason(isView)];
      const { blocks, title, submit, close, private_metadata } = view as ViewShape;
      const short = [title, submit, close].filter((label) => (label?.text.length ?? 0) > 24);
      return [
        ...blocksOf(blocks, "view"),
        ...short.map((label) => `"${label?.text}" has more than 24 characters`),
        ...((private_metadata?.length ?? 0) > 3000 ? ["private_metadata is over 3000"] : []),
        ...(JSON.stringify(view).length > 250_000 ? ["the view is over 250 kB"] : []),
      ];
    },
  };
}

interface ViewShape {
  blocks: unknown;
  title?: { text: string };
  submit?: { text: string };
  close?: { text: string };
  private_metadata?: string;
}

function reason(validate: ValidateFunction): string {
  const error = validate.errors?.at(-1);
  return `${error?.instancePath ?? ""} ${error?.message ?? "is not Block Kit"}`;
}
