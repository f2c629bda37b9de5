import { evaluate } from "../jinja/evaluate.ts";
import { variables } from "../jinja/jinja-world.ts";
import { plainWorld } from "../jinja/plain-world.ts";
import type { Statement } from "../jinja/program.ts";
import { isRecord, isValueList, unclear, type Value } from "../jinja/values.ts";
import type { TemplateFacts } from "./file-facts.ts";

/** What a template reads, decided already where nothing but the template itself is needed for it. */
export function toTemplateFacts(statements: readonly Statement[]): TemplateFacts {
  if (statements.length === 0) return {};
  const { refs, sources, unclearReads, config, asks } = evaluate(statements, plainWorld);
  const settings: Record<string, unknown> = {};
  const unclearConfig: string[] = [];
  for (const [key, value] of config) {
    if (hasHoles(value)) unclearConfig.push(key);
    else settings[key] = value;
  }
  return {
    ...(refs.length > 0 ? { refs } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...(unclearReads.length > 0 ? { unclearReads } : {}),
    ...(config.size > unclearConfig.length ? { config: settings } : {}),
    ...(unclearConfig.length > 0 ? { unclearConfig } : {}),
    ...(asks.size > 0
      ? {
          program: statements,
          asks: {
            ...(asks.has(variables) ? { variables: true as const } : {}),
            macros: [...asks].filter((name) => name !== variables),
          },
        }
      : {}),
  };
}

function hasHoles(value: Value): boolean {
  if (isValueList(value)) return value.some(hasHoles);
  if (isRecord(value)) return Object.values(value).some(hasHoles);
  return value === unclear;
}
