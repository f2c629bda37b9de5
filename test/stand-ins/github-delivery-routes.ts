import { answer, page, type Route, refusal } from "./github-api.ts";
import type { GitHubDelivery } from "./github-webhooks.ts";
import type { World } from "./github-world.ts";

/** The app's own list of webhooks, by which it finds and repeats those that it missed. */
export function deliveryRoutes({ webhooks, origin }: World): readonly Route[] {
  const find = (id: string | undefined) => webhooks.deliveries.find((one) => String(one.id) === id);
  return [
    {
      method: "GET",
      path: "/app/hook/deliveries",
      handle: async (request) =>
        page([...webhooks.deliveries].reverse().map(brief), request, origin),
    },
    {
      method: "GET",
      path: "/app/hook/deliveries/:id",
      async handle({ params }) {
        const delivery = find(params.id);
        if (delivery === undefined) return refusal(404, "Not Found");
        const { payload } = delivery;
        return answer(200, { ...brief(delivery), request: { headers: {}, payload } });
      },
    },
    {
      method: "POST",
      path: "/app/hook/deliveries/:id/attempts",
      async handle({ params }) {
        if (find(params.id) === undefined) return refusal(404, "Not Found");
        // It goes its way; GitHub does not wait for it either.
        void webhooks.redeliver(Number(params.id));
        return answer(202, {});
      },
    },
  ];
}

function brief({ id, guid, event, action, deliveredAt, isRedelivery, status }: GitHubDelivery) {
  return {
    id,
    guid,
    delivered_at: deliveredAt,
    redelivery: isRedelivery,
    duration: 0.01,
    status: status !== undefined && status < 300 ? "OK" : "failed",
    status_code: status ?? 0,
    event,
    action: action ?? null,
    installation_id: null,
    repository_id: null,
  };
}
