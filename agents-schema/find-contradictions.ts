import type { Complaint } from "./complaint.ts";
import { grantingPreset } from "./granting-preset.ts";
import type { KeyPath } from "./key-path.ts";
import { parseChangedLines } from "./parse-changed-lines.ts";
import { asList, asRecord } from "./shapes.ts";
import type { ToolName } from "./tool-names.ts";

type Keys = Readonly<Record<string, unknown>>;

/**
 * What no single value is to blame for: keys that exclude each other, say nothing, or ask for more than
 * the preset grants. Works on the raw value, so that it speaks although other mistakes are there.
 */
export function findContradictions(raw: unknown): Complaint[] {
  const agent = asRecord(raw);
  return [
    ...asList(agent.triggers).flatMap((trigger, index) =>
      inTrigger(asRecord(trigger), ["triggers", index]),
    ),
    ...inTools(agent),
    ...inRestrictions(agent),
    ...inApprovals(asRecord(agent.approvals)),
    ...inTimeout(agent),
  ];
}

function inTrigger(trigger: Keys, path: KeyPath): Complaint[] {
  const kind = trigger.type ?? trigger.event;
  const paths = asRecord(trigger.paths);
  const complaints = [
    ...twice(trigger, path, ["events"], ["types"]),
    ...twice(trigger, path, ["on_changed_files"], ["includes"]),
    ...twice(trigger, path, ["only_if_changed"], ["branches", "includes"]),
    ...(paths.include === undefined
      ? []
      : twice(trigger, path, ["paths"], ["on_changed_files", "includes"])),
    ...asList(trigger.conditions).flatMap((condition, index) =>
      inCondition(asRecord(condition), [...path, "conditions", index]),
    ),
    ...Object.entries(asRecord(trigger.inputs)).flatMap(([name, input]) =>
      inInput(name, asRecord(input), [...path, "inputs", name]),
    ),
  ];
  for (const [index, glob] of asList(paths.exclude).entries()) {
    if (typeof glob !== "string" || !glob.startsWith("!")) continue;
    complaints.push({
      path: [...path, "paths", "exclude", index],
      message: "what is excluded cannot be excluded again",
      hint: `write \`${glob.slice(1)}\`, or list what counts under \`include\``,
    });
  }
  const isEveryEvent = ["event_name", "source", "filters"].every(
    (key) => trigger[key] === undefined,
  );
  if (kind === "event" && isEveryEvent) {
    complaints.push({
      path,
      message: "this trigger listens to every event of every source",
      hint: "write `event_name: schema_change_detected`, or `source: fivetran`",
    });
  }
  return complaints;
}

/** Two ways to write one thing stand side by side. */
function twice(keys: Keys, path: KeyPath, some: string[], others: string[]): Complaint[] {
  const said = some.find((key) => keys[key] !== undefined);
  const again = others.find((key) => keys[key] !== undefined);
  if (said === undefined || again === undefined) return [];
  return [
    {
      path: [...path, again],
      message: `\`${again}\` and \`${said}\` say the same thing`,
      hint: "keep one of them",
    },
  ];
}

function inCondition(condition: Keys, path: KeyPath): Complaint[] {
  const operators = ["any_of", "all_of", "none_of"].filter((key) => condition[key] !== undefined);
  if (operators.length === 0 && condition.type !== undefined) {
    return [
      {
        path,
        message: "this condition does not say what must hold",
        hint: "add `any_of`, `all_of` or `none_of`",
      },
    ];
  }
  return operators.flatMap((operator) => {
    const written = condition[operator];
    const values = Array.isArray(written) ? written : [written];
    return values.flatMap((value: unknown, index) => {
      const at = Array.isArray(written) ? [...path, operator, index] : [...path, operator];
      if (condition.type === "pr_draft" && typeof value !== "boolean") {
        return [
          {
            path: at,
            message: "a pull request is a draft or not",
            hint: "write `true` or `false`",
          },
        ];
      }
      const isLines = condition.type === "changed_lines";
      if (isLines && parseChangedLines(String(value)) === undefined) {
        return [
          {
            path: at,
            message: "a number of lines to compare with is expected",
            hint: 'write `"<= 500"`, `"> 20"` or `"10..500"`',
          },
        ];
      }
      return [];
    });
  });
}

function inInput(name: string, input: Keys, path: KeyPath): Complaint[] {
  const complaints: Complaint[] = [];
  if (!/^[a-z][a-z0-9_]{0,39}$/i.test(name)) {
    complaints.push({
      path,
      message: "an input's name has letters, digits and `_`",
      hint: "write `model_name`",
    });
  }
  if (input.default === undefined) return complaints;
  if (input.required === true) {
    complaints.push({
      path: [...path, "default"],
      message: "a required input needs no default",
      hint: "keep `required` or `default`",
    });
  }
  const type = input.type ?? "string";
  if (typeof input.default !== type) {
    complaints.push({
      path: [...path, "default"],
      message: `the default is not a ${String(type)}`,
      hint: `write a ${String(type)}, or change \`type\``,
    });
  }
  return complaints;
}

function inTimeout(agent: Keys): Complaint[] {
  if (agent.timeout === undefined || asRecord(agent.limits).timeout === undefined) return [];
  const message = "`timeout` and `limits.timeout` say the same thing";
  return [{ path: ["timeout"], message, hint: "keep one of them" }];
}

function presetOf(agent: Keys): string {
  return String(asRecord(agent.tools).preset ?? "standard");
}

function inTools(agent: Keys): Complaint[] {
  const tools = asRecord(agent.tools);
  const preset = presetOf(agent);
  const excluded = asList(tools.exclude);
  return asList(tools.include).flatMap((tool, index): Complaint[] => {
    const path = ["tools", "include", index];
    if (excluded.includes(tool)) {
      return [
        { path, message: `\`${String(tool)}\` is included and excluded`, hint: "keep one of them" },
      ];
    }
    const needed = grantingPreset[tool as ToolName];
    const isTooMuch = needed === "standard" && preset === "safe";
    return isTooMuch
      ? [
          {
            path,
            message: `the preset \`safe\` does not grant \`${String(tool)}\``,
            hint: "write `preset: standard`, or remove the tool",
          },
        ]
      : [];
  });
}

function inRestrictions(agent: Keys): Complaint[] {
  const preset = presetOf(agent);
  const restrictions = asRecord(agent.restrictions);
  const complaints: Complaint[] = [];
  if (preset === "unrestricted") return complaints;
  const hint = "write `preset: unrestricted`, or remove this: restrictions only narrow";
  if (asRecord(restrictions.files).can_delete_files === true) {
    const path = ["restrictions", "files", "can_delete_files"];
    complaints.push({ path, message: `the preset \`${preset}\` does not delete files`, hint });
  }
  if (asRecord(restrictions.sql).read_only === false) {
    const path = ["restrictions", "sql", "read_only"];
    complaints.push({ path, message: `the preset \`${preset}\` only reads the warehouse`, hint });
  }
  for (const key of ["can_commit", "can_push", "can_create_pr"]) {
    if (preset !== "safe" || asRecord(restrictions.git_operations)[key] !== true) continue;
    const path = ["restrictions", "git_operations", key];
    complaints.push({
      path,
      message: "the preset `safe` changes nothing",
      hint: "write `preset: standard`, or remove this: restrictions only narrow",
    });
  }
  return complaints;
}

function inApprovals(approvals: Keys): Complaint[] {
  const approvers = asList(approvals.approvers);
  const count = approvals.count;
  const arePersons = approvers.every((one) => /^(?:@[^/]+|slack:[UW].*)$/.test(String(one)));
  if (typeof count !== "number" || approvers.length === 0 || !arePersons) return [];
  if (count <= approvers.length) return [];
  return [
    {
      path: ["approvals", "count"],
      message: `${count} people must agree, but only ${approvers.length} may`,
      hint: "name more approvers, or a team",
    },
  ];
}
