import { days, dayText } from "./days.ts";
import type { Random } from "./random.ts";

export interface Store {
  id: number;
  name: string;
  city: string;
  openedOn: string;
}

export interface Customer {
  id: number;
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  city: string;
  birthYear: number | null;
  newsletter: boolean;
  signedUpOn: string;
  /** Day of the first contact, counted from 2023-01-02. */
  since: number;
  /** How often this person buys, against others. */
  eagerness: number;
}

const customerCount = 1_200;
const cities = ["Lisbon", "Porto", "Braga", "Coimbra", "Faro"] as const;
const firstNames = [
  ...(["Ana", "Beatriz", "Carla", "Diana", "Eva", "Filipa", "Helena", "Ines", "Joana"] as const),
  ...(["Bruno", "Carlos", "Duarte", "Filipe", "Hugo", "Ivo", "Jorge", "Luis", "Miguel"] as const),
] as const;
const lastNames = [
  ...(["Almeida", "Barros", "Cardoso", "Dias", "Esteves", "Faria", "Gomes", "Lopes"] as const),
  ...(["Matos", "Neves", "Oliveira", "Pires", "Ramos", "Santos", "Teixeira", "Vaz"] as const),
] as const;

/** Five shops and the people who buy in them. */
export function makePeople(random: Random): { stores: Store[]; customers: Customer[] } {
  const stores = cities.map((city, index) => ({
    id: index + 1,
    name: `Bike shop ${city}`,
    city,
    openedOn: dayText(-3000 + index * 560),
  }));

  const customers = Array.from({ length: customerCount }, (_, index): Customer => {
    const firstName = random.pick(firstNames);
    const lastName = random.pick(lastNames);
    const id = 1001 + index;
    // Customers come faster as the shop gets known; a third was there before the first day.
    const since = Math.floor(Math.max(-400, Math.sqrt(random.share()) * (days + 360) - 400));
    // Who signs up at the counter gives an address less often than who signs up on the web.
    const hasEmail = random.chance(0.86);
    const phone = random.weighted([
      ["number", 70],
      ["", 4], // The till of 2022 wrote an empty text for "none".
      [null, 26],
    ]);
    return {
      id,
      firstName,
      lastName,
      email: hasEmail ? `${firstName}.${lastName}.${id}@example.com` : null,
      phone: phone === "number" ? `+351 9${random.whole(10_000_000, 39_999_999)}` : phone,
      city: random.weighted([
        ["Lisbon", 40],
        ["Porto", 27],
        ["Braga", 13],
        ["Coimbra", 12],
        ["Faro", 8],
      ]),
      birthYear: random.chance(0.69) ? random.whole(1948, 2005) : null,
      newsletter: hasEmail && random.chance(0.55),
      signedUpOn: dayText(since),
      since,
      eagerness: random.skewed(1, 0.9),
    };
  });
  return { stores, customers };
}
