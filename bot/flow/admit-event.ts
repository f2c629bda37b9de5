import type { Delivery, EventKind, EventOf } from "#agents-schema/event.ts";
import { admitCheckAction } from "./admit-check-action.ts";
import { admitComment } from "./admit-comment.ts";
import { admitInstallation } from "./admit-installation.ts";
import { admitPullRequest } from "./admit-pull-request.ts";
import { admitSlackAction } from "./admit-slack-action.ts";
import { admitSlackCommand } from "./admit-slack-command.ts";
import { admitSlackMention } from "./admit-slack-mention.ts";
import { admitSlackStop } from "./admit-slack-stop.ts";
import type { House } from "./house.ts";

type Admissions = {
  [Kind in EventKind]: (house: House, event: EventOf<Kind>, deliveryId: string) => Promise<string>;
};

/** Kinds that agents can be matched against, but that no door brings in yet. */
const noDoor = async (): Promise<string> => "no door brings this kind of event yet";

const admissions: Admissions = {
  pull_request: admitPullRequest,
  comment: admitComment,
  check_action: admitCheckAction,
  installation: admitInstallation,
  slack_command: admitSlackCommand,
  slack_mention: admitSlackMention,
  slack_action: admitSlackAction,
  slack_stop: admitSlackStop,
  push: noDoor,
  schedule: noDoor,
  data_event: noDoor,
  manual: noDoor,
};

/** Deals with one delivery and answers what became of it, in words for the inbox. */
export async function admitEvent(house: House, { id, event }: Delivery): Promise<string> {
  return admit(house, event, id);
}

function admit<Kind extends EventKind>(
  house: House,
  event: EventOf<Kind>,
  deliveryId: string,
): Promise<string> {
  const admission: (house: House, event: EventOf<Kind>, deliveryId: string) => Promise<string> =
    admissions[event.kind as Kind];
  return admission(house, event, deliveryId);
}
