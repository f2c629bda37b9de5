import { days, dayText, timeText } from "./days.ts";
import type { Product } from "./make-catalogue.ts";
import type { Customer, Store } from "./make-people.ts";
import type { Random } from "./random.ts";

export interface Order {
  id: number;
  customerId: number | null;
  storeId: number | null;
  channel: string;
  status: string;
  orderedAt: string;
  shippedAt: string | null;
  discountCode: keyof typeof codes | null;
}

interface OrderItem {
  id: number;
  orderId: number;
  productId: number;
  quantity: number;
  unitPriceCents: number;
  discountPercent: number;
}

interface Payment {
  id: number;
  orderId: number;
  method: string;
  amountCents: number;
  paidAt: string;
}

interface Shop {
  stores: readonly Store[];
  customers: readonly Customer[];
  products: readonly Product[];
}

const orderCount = 4_200;
const codes = { SPRING10: 10, WELCOME5: 5, BLACKFRIDAY: 15 } as const;

/** Two years of orders with their items and payments. */
export function makeOrders(random: Random, shop: Shop) {
  const orders: Order[] = [];
  const orderItems: OrderItem[] = [];
  const payments: Payment[] = [];
  const pickProduct = picker(random, shop.products, ({ demand }) => demand);
  const pickCustomer = picker(random, shop.customers, ({ eagerness }) => eagerness);

  const moments = Array.from({ length: orderCount }, () => moment(random)).sort((a, b) => a - b);
  for (const [index, at] of moments.entries()) {
    const order = makeOrder(random, shop, { id: 50_001 + index, at, pickCustomer });
    orders.push(order);
    const items = makeItems(random, order, pickProduct, orderItems.length);
    orderItems.push(...items);
    payments.push(...pay(random, order, { items, at, paid: payments.length }));
  }
  return { orders, orderItems, payments };
}

/** More in spring and summer, more on Saturdays, none on Sundays; the second year is busier. */
function moment(random: Random): number {
  for (;;) {
    const day = Math.floor(random.share() ** 0.85 * days);
    const season = 1 + 0.55 * Math.sin(((day - 75) / 365) * 2 * Math.PI);
    const weekday = [1, 1, 1, 1.1, 1.3, 2, 0][day % 7] ?? 0;
    if (!random.chance((season * weekday) / 3.1)) continue;
    return day + (9 + random.share() * 10) / 24;
  }
}

function makeOrder(
  random: Random,
  { stores }: Shop,
  given: { id: number; at: number; pickCustomer: () => Customer },
): Order {
  const { id, at } = given;
  const channel = random.weighted([
    ["store", 58],
    ["web", 37],
    ["phone", 5],
  ]);
  // Who pays at the counter need not say who they are.
  const isAnonymous = channel === "store" && random.chance(0.16);
  const status = statusOf(random, channel, days - at);
  const isSent = status !== "placed" && status !== "cancelled" && channel !== "store";
  const code = channel === "web" && random.chance(0.22) ? codeOf(random, at) : null;
  return {
    id,
    customerId: isAnonymous ? null : knownBy(given.pickCustomer, at).id,
    storeId: channel === "web" ? null : random.whole(1, stores.length),
    channel,
    status,
    orderedAt: timeText(at),
    shippedAt: isSent ? timeText(at + Math.max(0.1, random.skewed(1.6, 0.6))) : null,
    discountCode: code,
  };
}

/** Only the orders of the last days are still open; what is bought in a shop is carried home. */
function statusOf(random: Random, channel: string, age: number): string {
  if (random.chance(0.043)) return "cancelled";
  if (age < 3 && channel !== "store")
    return random.weighted([
      ["placed", 6],
      ["shipped", 4],
    ]);
  if (age < 12 && channel !== "store")
    return random.weighted([
      ["shipped", 7],
      ["completed", 3],
    ]);
  return random.weighted([
    ["completed", 94],
    ["returned", 6],
  ]);
}

function codeOf(random: Random, at: number): keyof typeof codes {
  const month = dayText(Math.floor(at)).slice(5, 7);
  if (month === "11" && random.chance(0.8)) return "BLACKFRIDAY";
  return ["03", "04", "05"].includes(month) ? "SPRING10" : "WELCOME5";
}

/** Somebody who was a customer by then. */
function knownBy(pick: () => Customer, at: number): Customer {
  for (let tries = 0; ; tries++) {
    const customer = pick();
    if (customer.since <= at || tries === 200) return customer;
  }
}

function makeItems(random: Random, order: Order, pick: () => Product, made: number): OrderItem[] {
  const count = random.weighted([
    [1, 55],
    [2, 25],
    [3, 12],
    [4, 5],
    [6, 3],
  ]);
  const products = new Set(Array.from({ length: count }, pick));
  return [...products].map((product, index) => ({
    id: 700_001 + made + index,
    orderId: order.id,
    productId: product.id,
    quantity: product.isSmall
      ? random.weighted([
          [1, 50],
          [2, 28],
          [3, 9],
          [4, 8],
          [6, 3],
          [10, 1.5],
          [24, 0.5],
        ])
      : random.weighted([
          [1, 96],
          [2, 4],
        ]),
    // Prices went up once, at the start of the second year.
    unitPriceCents: Math.round(product.listPriceCents * (order.id < 52_000 ? 0.95 : 1)),
    discountPercent: order.discountCode === null ? 0 : codes[order.discountCode],
  }));
}

function pay(
  random: Random,
  { id, channel, status }: Order,
  { items, at, paid }: { items: readonly OrderItem[]; at: number; paid: number },
): Payment[] {
  if (status === "cancelled") return [];
  const amountCents = items.reduce(
    (sum, item) =>
      sum + Math.round((item.quantity * item.unitPriceCents * (100 - item.discountPercent)) / 100),
    0,
  );
  const method =
    channel === "store"
      ? random.weighted([
          ["card", 71],
          ["cash", 21],
          ["mb way", 8],
        ])
      : random.weighted([
          ["card", 52],
          ["mb way", 27],
          ["bank transfer", 21],
        ]);
  const payment = { orderId: id, method };
  const first = { ...payment, id: 900_001 + paid, amountCents, paidAt: timeText(at + 0.002) };
  if (status !== "returned") return [first];
  const back = timeText(Math.min(days, at + random.whole(3, 28)));
  return [first, { ...payment, id: first.id + 1, amountCents: -amountCents, paidAt: back }];
}

/** Picks by weight from many, in logarithmic time. */
function picker<Item>(random: Random, items: readonly Item[], weight: (item: Item) => number) {
  let sum = 0;
  const sums = items.map((item) => {
    sum += weight(item);
    return sum;
  });
  return (): Item => {
    const wanted = random.share() * sum;
    let [low, high] = [0, items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    const found = items[low];
    if (found === undefined) throw new Error("there is nothing to pick from");
    return found;
  };
}
