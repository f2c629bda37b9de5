import type { Agent } from "./agent.ts";
import { defaultSettings } from "./default-settings.ts";
import type { Mistake } from "./mistake.ts";
import { parseAgentFile } from "./parse-agent-file.ts";
import { parseSettingsFile } from "./parse-settings-file.ts";
import { readYaml } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";
import type { Shelf } from "./shelf.ts";

/**
 * The agents and settings of one commit, from the text of its buster.yml (undefined: there is none) and of
 * its agent files by path. A broken file is named and hides no other; a broken buster.yml counts as
 * the defaults; of agents with the same name none is used, because nobody could say which was meant.
 */
export function readShelf(
  settingsText: string | undefined,
  files: ReadonlyMap<string, string>,
): Shelf {
  const broken: { path: string; mistakes: readonly Mistake[] }[] = [];
  const { settings, mistakes } = parseSettingsFile(settingsText ?? "");
  if (settings === undefined) broken.push({ path: "buster.yml", mistakes });
  const missing = settings === undefined ? [] : missingFiles(settingsText ?? "", settings, files);
  if (missing.length > 0) broken.push({ path: "buster.yml", mistakes: missing });

  const valid: { agent: Agent; text: string }[] = [];
  for (const [path, text] of files) {
    const parsed = parseAgentFile(path, text);
    if (parsed.agent === undefined) broken.push({ path, mistakes: parsed.mistakes });
    else valid.push({ agent: parsed.agent, text });
  }

  const byName = Map.groupBy(valid, ({ agent }) => foldedName(agent));
  const agents: Agent[] = [];
  for (const { agent, text } of valid) {
    const others = (byName.get(foldedName(agent)) ?? []).filter((one) => one.agent !== agent);
    if (others.length === 0) agents.push(agent);
    else
      broken.push({ path: agent.path, mistakes: [sameName(agent, text, others[0]?.agent.path)] });
  }
  return {
    agents,
    settings: settings ?? defaultSettings,
    hasSettings: settingsText !== undefined,
    broken,
  };
}

/** `docs_updater` and `docs-updater` would share one name in commands and checks. */
function foldedName(agent: Agent): string {
  return agent.name.toLowerCase().replaceAll("_", "-");
}

function sameName(agent: Agent, text: string, other: string | undefined): Mistake {
  return {
    ...readYaml(text).placeOf(["name"], "value"),
    path: "name",
    message: `${other ?? "another file"} has an agent of the same name, \`${agent.name}\``,
    hint: "give one of them another name",
  };
}

/** Agent files that buster.yml names one by one and that are not there. */
function missingFiles(
  text: string,
  settings: Settings,
  files: ReadonlyMap<string, string>,
): Mistake[] {
  if (settings.agents === defaultSettings.agents) return [];
  return settings.agents.flatMap((named, index) => {
    const path = named.replace(/^(?:\.\/)+/, "");
    if (/[*?[\]{}!()]|\/$/.test(path) || files.has(path)) return [];
    return [
      {
        ...readYaml(text).placeOf(["agents", index], "value"),
        path: `agents[${index}]`,
        message: `there is no file ${path}`,
        hint: "add it, or remove it from the list",
      },
    ];
  });
}
