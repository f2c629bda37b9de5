import { z } from "zod";
import type { DoorWorld } from "./door-world.ts";

const Opened = z.object({ view: z.object({ id: z.string() }) });

/** Opens a modal and answers its id; undefined when Slack did not open it, most often because 3 s were over. */
export async function openModal(
  { client, log }: DoorWorld,
  triggerId: string,
  view: object,
): Promise<string | undefined> {
  try {
    const answer = await client.apiCall("views.open", { trigger_id: triggerId, view });
    return Opened.safeParse(answer).data?.view.id;
  } catch (cause) {
    log.warn({ err: cause }, "a modal could not be opened");
    return undefined;
  }
}
