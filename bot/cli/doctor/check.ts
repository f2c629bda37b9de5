/** What one look at this machine or its settings found. */
export interface Check {
  /** One word or two, the same for ever: scripts look for it. */
  name: string;
  /** `off`: not set up, and nothing that is set up needs it. */
  state: "works" | "missing" | "broken" | "off";
  /** Does Buster, as it is set up here, need it? Then it is wrong when it does not work. */
  isNeeded: boolean;
  /** What was found. */
  detail: string;
  /** What a person can do about it; empty when there is nothing to do. */
  fix: string;
}

type Found = (name: string, detail: string, fix?: string) => Check;

export const works: Found = (name, detail, fix = "") => ({
  name,
  state: "works",
  isNeeded: true,
  detail,
  fix,
});

export const off: Found = (name, detail, fix = "") => ({
  name,
  state: "off",
  isNeeded: false,
  detail,
  fix,
});

/** Something that Buster needs here is not here. */
export const missing: Found = (name, detail, fix = "") => ({
  name,
  state: "missing",
  isNeeded: true,
  detail,
  fix,
});

/** Something was set up and does not work. */
export const broken: Found = (name, detail, fix = "") => ({
  name,
  state: "broken",
  isNeeded: true,
  detail,
  fix,
});
