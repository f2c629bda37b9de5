/** What a machine's administrator may tell git: where programs are, how to reach the network. */
const passedOn = [
  "PATH",
  "TMPDIR",
  "http_proxy",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "no_proxy",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "GIT_SSL_CAINFO",
];

/** The machine's own environment, of which little is passed on. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Setting = readonly [key: string, value: string];

const everywhere: readonly Setting[] = [
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["core.attributesFile", "/dev/null"],
  ["core.askPass", ""],
  ["credential.helper", ""],
  ["submodule.recurse", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  // Objects are read, nothing of the repository is run, so whose it is does not matter.
  ["safe.directory", "*"],
];

/**
 * The environment of every git process: no settings but ours, no questions asked, no transport but
 * those named (`http:https`, or `none`), and nothing fetched behind our back.
 */
export function gitEnvironment(
  machine: Environment,
  transports: string,
  settings: readonly Setting[] = [],
): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    // curl looks for .netrc there.
    HOME: "/dev/null",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_ALLOW_PROTOCOL: transports,
  };
  for (const name of passedOn) {
    const value = machine[name];
    if (value !== undefined) environment[name] = value;
  }
  const all = [...everywhere, ...settings];
  environment.GIT_CONFIG_COUNT = String(all.length);
  for (const [index, [key, value]] of all.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
