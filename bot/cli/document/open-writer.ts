import type { RunnerConfig } from "#runner/config.ts";
import type { Writer } from "#runner/ports/writer.ts";
import type { Clock, Log } from "#runner/ports.ts";

/** The language model where there is a key for one, else the built-in writer. */
export async function openWriter(config: RunnerConfig, clock: Clock, log: Log): Promise<Writer> {
  if (config.model.kind === "offline") {
    const { createBuiltInWriter } = await import("#runner/writing/create-built-in-writer.ts");
    return createBuiltInWriter();
  }
  const { createAnthropicModel } = await import("#runner/model/create-anthropic-model.ts");
  const { createModelWriter } = await import("#runner/documentation/create-model-writer.ts");
  const { apiKey, baseUrl, name } = config.model;
  return createModelWriter({
    model: createAnthropicModel({ apiKey, baseUrl, model: name, clock, log }),
  });
}
