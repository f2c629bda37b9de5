/*
 * Paths that no preset and no restriction opens. Globs are matched against the lower-cased path, because
 * half of the world's file systems do not tell `Buster.yml` from `buster.yml`. The lists follow what gh-aw,
 * Codex and Atlantis protect, plus what dbt runs as code.
 */

/** State that agents keep as files, by convention of the published examples. Open where `files.allow` names it. */
export const agentState = [".buster/baselines/**", ".buster/events/**"];

/** What was measured, and which text stands on it. Only the documentation itself writes them. */
export const factFiles = ["**/.buster/facts/**"];

/** Never changed by an agent: what decides what agents may do, and what runs in CI. */
export const neverChanged = [
  { globs: factFiles, why: "facts are measured by Buster, not written by agents" },
  {
    globs: ["buster.yml", "buster.yaml", ".buster/**", "agents/*.{yml,yaml}"],
    why: "agents cannot change agents or their settings",
  },
  { globs: ["**/.gitmodules", "**/.gitattributes"], why: "it decides how git treats other files" },
  {
    globs: ["codeowners", ".github/codeowners", "docs/codeowners"],
    why: "it decides who must review",
  },
  {
    globs: [
      ".github/workflows/**",
      ".github/actions/**",
      ".circleci/**",
      ".gitlab-ci.yml",
      "azure-pipelines.yml",
      "jenkinsfile",
    ],
    why: "it runs in CI with the repository's secrets",
  },
];

/** Changed only after a person agreed, and the reason that the person is told. */
export const changedAfterAsking = [
  { globs: ["**/agents.md", "**/claude.md"], why: "agents take instructions from it" },
  { globs: [".*/**", ".*"], why: "files that begin with a dot configure tools" },
  {
    globs: [
      "**/dbt_project.yml",
      "**/profiles.yml",
      "**/packages.yml",
      "**/dependencies.yml",
      "**/package-lock.yml",
    ],
    why: "it configures the whole dbt project",
  },
  { globs: ["**/macros/**"], why: "a macro runs in every model that uses it" },
  {
    globs: ["**/.sqlfluff", "**/.pre-commit-config.yaml", "**/.env*"],
    why: "files that begin with a dot configure tools",
  },
  {
    globs: [
      "**/dockerfile*",
      "**/*.dockerfile",
      "**/docker-compose*.{yml,yaml}",
      "**/*.tf",
      "**/*.tfvars",
      "**/makefile",
      "**/justfile",
    ],
    why: "it builds or deploys",
  },
  { globs: ["**/*.{sh,bash,zsh,ps1,bat,cmd}"], why: "it is a program" },
  {
    globs: [
      "**/{package,package-lock,composer}.json",
      "**/{yarn,poetry,uv,pdm,cargo,gemfile,composer}.lock",
      "**/pnpm-lock.yaml",
      "**/{pyproject,cargo,pipfile}.toml",
      "**/{pipfile,gemfile,go.mod,go.sum,setup.py,setup.cfg,pipfile.lock}",
      "**/requirements*.{txt,in}",
    ],
    why: "it decides which packages are installed",
  },
];
