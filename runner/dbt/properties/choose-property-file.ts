import { readPropertyFile } from "../read-property-file.ts";

/**
 * Where the properties of a model that has none should be written: as its directory does it. A file that
 * lists the models of the directory is continued; where each model has a file of its own, so does this
 * one; where there is nothing yet, a list of the directory's models is begun.
 *
 * `files`: the YAML files of the model's own directory.
 */
export function choosePropertyFile(
  model: { name: string; path: string },
  files: readonly { path: string; text: string }[],
): string {
  const directory = model.path.slice(0, model.path.lastIndexOf("/") + 1);
  const listing = files.flatMap(({ path, text }) => {
    const file = readPropertyFile(text);
    const models = "problem" in file ? [] : file.models.map(({ name }) => name);
    return models.length === 0 ? [] : [{ path, models }];
  });
  const [first] = listing;
  if (first === undefined) return `${directory}${usualName(directory)}`;

  const templates = listing.map(({ path, models }) =>
    templateOf(path.slice(directory.length), models),
  );
  const [template] = templates;
  if (template !== undefined && templates.every((found) => found !== undefined)) {
    return `${directory}${template(model.name)}`;
  }
  return listing.reduce((most, file) => (file.models.length > most.models.length ? file : most))
    .path;
}

/** How a file of one model is named after it; undefined when the file is not of that kind. */
function templateOf(
  file: string,
  models: readonly string[],
): ((name: string) => string) | undefined {
  const [, start, base, ending] = /^(_*)(.+?)(\.ya?ml)$/.exec(file) ?? [];
  if (models.length !== 1 || base !== models[0]) return undefined;
  return (name) => `${start}${name}${ending}`;
}

function usualName(directory: string): string {
  const parts = directory.split("/").filter((part) => part !== "");
  const folder = parts.at(-1);
  return folder === undefined || folder === "models" ? "_models.yml" : `_${folder}__models.yml`;
}
