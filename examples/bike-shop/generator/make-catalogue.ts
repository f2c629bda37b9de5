import type { Random } from "./random.ts";

export interface Product {
  id: number;
  sku: string;
  name: string;
  categoryId: number;
  listPriceCents: number;
  unitCostCents: number;
  /** Services weigh nothing that anybody noted. */
  weightKg: number | null;
  discontinued: boolean;
  /** How often it is sold, against others. */
  demand: number;
  /** Several at once are usual: tubes, not bicycles. */
  isSmall: boolean;
}

interface Category {
  id: number;
  code: string;
  noun: string;
  count: number;
  /** Median price in cents and how much prices differ. */
  price: readonly [number, number];
  /** Kilograms, or null for services. */
  weight: readonly [number, number] | null;
  demand: number;
  isSmall: boolean;
}

const categories: readonly Category[] = [
  category(1, "RO", "Road bike", 18, [1_450_00, 0.5], [7.2, 10.5], 2),
  category(2, "MT", "Mountain bike", 20, [1_200_00, 0.5], [11, 15.5], 2),
  category(3, "CI", "City bike", 16, [590_00, 0.3], [13, 19], 4),
  category(4, "EB", "E-bike", 14, [2_600_00, 0.35], [19, 27], 2),
  category(5, "HE", "Helmet", 18, [65_00, 0.5], [0.2, 0.45], 6),
  category(6, "CL", "Jersey", 30, [48_00, 0.5], [0.1, 0.8], 7, true),
  category(7, "LI", "Light", 18, [32_00, 0.6], [0.05, 2.4], 9, true),
  category(8, "TY", "Tube", 20, [12_00, 0.6], [0.08, 0.9], 22, true),
  category(9, "DR", "Chain", 18, [38_00, 0.6], [0.2, 1.6], 8, true),
  category(10, "WS", "Service", 8, [55_00, 0.4], null, 14),
];

function category(
  id: number,
  code: string,
  noun: string,
  count: number,
  price: readonly [number, number],
  weight: readonly [number, number] | null,
  demand: number,
  isSmall = false,
): Category {
  return { id, code, noun, count, price, weight, demand, isSmall };
}

/** What the shop sells: 180 products in ten categories. */
export function makeCatalogue(random: Random): Product[] {
  let id = 0;
  return categories.flatMap((category) =>
    Array.from({ length: category.count }, (): Product => {
      id++;
      const listPriceCents = Math.max(
        290,
        Math.round(random.skewed(...category.price) / 100) * 100 - 10,
      );
      const { weight } = category;
      return {
        id,
        sku: `${category.code}-${random.whole(1000, 9999)}-${random.pick(["A", "B", "C"])}${id}`,
        name: `${category.noun} ${id}`,
        categoryId: category.id,
        listPriceCents,
        unitCostCents: Math.round(listPriceCents * (0.48 + random.share() * 0.22)),
        weightKg:
          weight === null
            ? null
            : Math.round((weight[0] + random.share() * (weight[1] - weight[0])) * 100) / 100,
        discontinued: random.chance(0.11),
        demand: random.skewed(category.demand / category.count, 0.7),
        isSmall: category.isSmall,
      };
    }),
  );
}
