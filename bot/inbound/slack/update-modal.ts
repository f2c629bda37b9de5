import type { DoorWorld } from "./door-world.ts";

/** Shows something else in an open modal. False: Slack did not take it, or the person has closed it. */
export async function updateModal(
  { client, log }: DoorWorld,
  viewId: string,
  view: object,
): Promise<boolean> {
  try {
    await client.apiCall("views.update", { view_id: viewId, view });
    return true;
  } catch (cause) {
    log.warn({ err: cause }, "a modal could not be filled");
    return false;
  }
}
