import { readPropertyFile } from "../read-property-file.ts";

/**
 * Where the properties of models that have none should be written: as their directory does it. A file that
 * lists the models of the directory is continued; where each model has a file of its own, or there is nothing
 * yet, so does this one.
 *
 * `directory`: with a slash at its end; `files`: the YAML files in it.
 */
export function createPlacement(
  directory: string,
  files: readonly { path: string; text: string }[],
): (model: string) => string {
  const listing = files.flatMap(({ path, text }) => {
    const file = readPropertyFile(text);
    const entries = "problem" in file ? [] : [file.models, file.seeds, file.snapshots].flat();
    const models = entries.map(({ name }) => name);
    return models.length === 0 ? [] : [{ path, models }];
  });
  const [first] = listing;
  if (first === undefined) return (model) => `${directory}${notOfDbt(model)}.yml`;

  const templates = listing.map(({ path, models }) =>
    templateOf(path.slice(directory.length), models),
  );
  const [template] = templates;
  if (template !== undefined && templates.every((found) => found !== undefined)) {
    return (model) => `${directory}${template(model)}`;
  }
  const { path } = listing.reduce((most, file) =>
    file.models.length > most.models.length ? file : most,
  );
  return () => path;
}

/** A model beside `dbt_project.yml` may be called like one of dbt's own files. */
function notOfDbt(model: string): string {
  const isTaken = /^(?:dbt_project|profiles|packages|dependencies|selectors|package-lock)$/;
  return isTaken.test(model) ? `_${model}` : model;
}

/** The same for one model, whose directory is that of its file. */
export function choosePropertyFile(
  model: { name: string; path: string },
  files: readonly { path: string; text: string }[],
): string {
  const directory = model.path.slice(0, model.path.lastIndexOf("/") + 1);
  return createPlacement(directory, files)(model.name);
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
