import type { EventOf } from "#agents-schema/event.ts";
import { type Answer, answerApproval } from "./answer-approval.ts";
import type { House } from "./house.ts";
import { mayStop } from "./may-stop.ts";
import { stopRuns } from "./stop-runs.ts";
import { whisper } from "./whisper.ts";

type SlackAction = EventOf<"slack_action">;

/** An answer that was longer on its way was given to something that may look different by now. */
const latestMinutes = 5;

/** Somebody clicked a button of a card. The card itself is rendered anew from the rows afterwards. */
export async function admitSlackAction(house: House, event: SlackAction): Promise<string> {
  const tell = (text: string) => whisper(house, event.channel, event.sender, text);
  if (event.action === "stop_run") return stopRun(house, event, tell);

  const answer = answerOf(event);
  if (answer === undefined) return `nothing is known by the name ${event.action}`;
  const minutes = Math.round((event.lateSeconds ?? 0) / 60);
  if (minutes > latestMinutes) {
    const say = `Not counted: your click came in ${minutes} minutes late. Look at the card again, and click again if it still says what you saw.`;
    await tell(say);
    return say;
  }
  const approval = await house.approvals.byToken(event.value);
  if (approval === undefined) {
    await tell("That proposal is not known here any more.");
    return "no approval has that token";
  }
  const { counted, say } = await answerApproval(house, approval, answer, event.sender);
  const isFinal = counted && (await house.approvals.byToken(event.value))?.state !== "pending";
  // Who decided sees it on the card; everybody else hears why it did not count.
  if (!isFinal) await tell(say);
  return say;
}

function answerOf({ action, text }: SlackAction): Answer | undefined {
  switch (action) {
    case "approve":
      return { kind: "approve", as: "commit" };
    case "open_pull_request":
      return { kind: "approve", as: "pull_request" };
    case "dismiss":
      return { kind: "dismiss", reason: null };
    case "request_changes":
      return text === undefined || text.trim() === ""
        ? undefined
        : { kind: "request_changes", text: text.trim() };
    default:
      return undefined;
  }
}

async function stopRun(
  house: House,
  event: SlackAction,
  tell: (text: string) => Promise<void>,
): Promise<string> {
  const run = await house.runs.load(event.value);
  if (run === undefined) {
    await tell("That run is not known here any more.");
    return "no run has that id";
  }
  const rights = await mayStop(house, run, event.sender);
  if (!rights.may) {
    await tell(`Not stopped: ${rights.reason}.`);
    return rights.reason;
  }
  const stopped = await stopRuns(house, [run], event.sender, rights.login);
  if (stopped.length === 0)
    await tell("That run is over, or what was approved is being carried out.");
  return `${stopped.length} runs stopped`;
}
