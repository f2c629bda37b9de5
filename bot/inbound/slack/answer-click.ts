import { noticeModal, requestChangesModal } from "#bot/views/modals.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { keepDelivery } from "./keep-delivery.ts";
import { openModal } from "./open-modal.ts";
import type { SlackClick } from "./parse-slack-click.ts";
import type { ModalMetadata } from "./parse-slack-submission.ts";
import { tellPerson } from "./tell-person.ts";
import { updateModal } from "./update-modal.ts";

/** Clicks that the flow answers. */
const decisions = ["approve", "open_pull_request", "dismiss", "stop_run"];

/** A click on a card. What it stands for, and who may do it, is for the flow to find out. */
export async function answerClick(
  world: DoorWorld,
  { ack }: SlackRequest,
  click: SlackClick,
): Promise<void> {
  if (decisions.includes(click.action)) {
    const kept = await keepClick(world, click);
    await ack();
    if (kept !== "kept") await tell(world, click, notKept[kept]);
    return;
  }

  await ack();
  if (click.action === "view_diff") return showDiff(world, click);
  if (click.action === "request_changes") return askForChanges(world, click);
}

const notKept = {
  away: "Nothing was done: your click could not be noted down. Try again in a minute.",
  late: "Your click is taking long to be noted down. If the card has not changed within a minute, click again.",
} as const;

async function keepClick(world: DoorWorld, click: SlackClick) {
  const { deliveryId, action, value, channel, by, at } = click;
  const late = Math.floor((Date.now() - at.getTime()) / 1000);
  return keepDelivery(world, {
    id: deliveryId,
    event: {
      kind: "slack_action",
      action,
      value,
      channel,
      ...(late > 0 ? { lateSeconds: late } : {}),
      sender: by,
    },
  });
}

/** The trigger lives 3 s, so the modal is opened first and filled when the diff is there. */
async function showDiff(world: DoorWorld, click: SlackClick): Promise<void> {
  const [viewId, view] = await Promise.all([
    openModal(world, click.triggerId, noticeModal("Fetching the changes …")),
    world.views.diff(click.value, click.by).catch((cause: unknown) => {
      world.log.warn({ err: cause }, "the changes of an approval could not be fetched");
      return noticeModal("The changes could not be fetched. Close this and click again.");
    }),
  ]);
  if (viewId === undefined) return tell(world, click, tooSlow);
  if (await updateModal(world, viewId, view)) return;
  await updateModal(world, viewId, noticeModal("The changes do not fit. The run page shows them."));
}

async function askForChanges(world: DoorWorld, click: SlackClick): Promise<void> {
  const metadata: ModalMetadata = { token: click.value, channel: click.channel };
  const modal = requestChangesModal(JSON.stringify(metadata));
  const viewId = await openModal(world, click.triggerId, modal);
  if (viewId === undefined) await tell(world, click, tooSlow);
}

const tooSlow = "The window could not be opened in time. Click again.";

function tell(world: DoorWorld, { channel, thread, by }: SlackClick, text: string): Promise<void> {
  return tellPerson(world, { channel, thread, user: by.user }, text);
}
