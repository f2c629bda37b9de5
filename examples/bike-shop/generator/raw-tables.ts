import { makeCatalogue } from "./make-catalogue.ts";
import { makeOrders } from "./make-orders.ts";
import { makePeople } from "./make-people.ts";
import { createRandom } from "./random.ts";
import type { RawTable } from "./raw-table.ts";

/** Everything that the till and the web shop hold, the same for the same seed. */
export function rawTables(seed: number): readonly RawTable[] {
  const random = createRandom(seed);
  const { stores, customers } = makePeople(random);
  const products = makeCatalogue(random);
  const { orders, orderItems, payments } = makeOrders(random, { stores, customers, products });

  return [
    {
      name: "stores",
      columns: { store_id: "integer", store_name: "varchar", city: "varchar", opened_on: "date" },
      rows: stores.map(({ id, name, city, openedOn }) => [id, name, city, openedOn]),
    },
    {
      name: "customers",
      columns: {
        customer_id: "integer",
        first_name: "varchar",
        last_name: "varchar",
        email: "varchar",
        phone: "varchar",
        city: "varchar",
        birth_year: "integer",
        newsletter: "boolean",
        signed_up_on: "date",
      },
      rows: customers.map((person) => [
        person.id,
        person.firstName,
        person.lastName,
        person.email,
        person.phone,
        person.city,
        person.birthYear,
        person.newsletter,
        person.signedUpOn,
      ]),
    },
    {
      name: "products",
      columns: {
        product_id: "integer",
        sku: "varchar",
        product_name: "varchar",
        category_id: "integer",
        list_price_cents: "integer",
        unit_cost_cents: "integer",
        weight_kg: "decimal(6, 2)",
        discontinued: "boolean",
      },
      rows: products.map((product) => [
        product.id,
        product.sku,
        product.name,
        product.categoryId,
        product.listPriceCents,
        product.unitCostCents,
        product.weightKg,
        product.discontinued,
      ]),
    },
    {
      name: "orders",
      columns: {
        order_id: "bigint",
        customer_id: "integer",
        store_id: "integer",
        channel: "varchar",
        status: "varchar",
        ordered_at: "timestamp",
        shipped_at: "timestamp",
        discount_code: "varchar",
      },
      rows: orders.map((order) => [
        order.id,
        order.customerId,
        order.storeId,
        order.channel,
        order.status,
        order.orderedAt,
        order.shippedAt,
        order.discountCode,
      ]),
    },
    {
      name: "order_items",
      columns: {
        order_item_id: "bigint",
        order_id: "bigint",
        product_id: "integer",
        quantity: "integer",
        unit_price_cents: "integer",
        discount_percent: "integer",
      },
      rows: orderItems.map((item) => [
        item.id,
        item.orderId,
        item.productId,
        item.quantity,
        item.unitPriceCents,
        item.discountPercent,
      ]),
    },
    {
      name: "payments",
      columns: {
        payment_id: "bigint",
        order_id: "bigint",
        payment_method: "varchar",
        amount_cents: "integer",
        paid_at: "timestamp",
      },
      rows: payments.map((payment) => [
        payment.id,
        payment.orderId,
        payment.method,
        payment.amountCents,
        payment.paidAt,
      ]),
    },
  ];
}
