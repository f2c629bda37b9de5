import type { ColumnFamily } from "./column-family.ts";
import { hasWord, nameWords } from "./name-words.ts";

const set = (text: string) => new Set(text.trim().split(/\s+/));

const email = set("email emails mail emailaddress");
const phone = set("phone phones phonenumber telephone tel mobile cellphone cell fax msisdn");
const url = set("url urls uri link href website homepage");
const secrets = set(
  "password passwd pwd secret token salt apikey ssn passport iban bic creditcard cardnumber cvv pin license",
);
const people = set(
  "customer client person people user employee staff contact patient member student teacher guest driver owner author sender recipient buyer seller vendor salesperson cardholder account subscriber donor applicant doctor",
);
/** Before `name`. */
const partsOfNames = set("first last middle full given family maiden sur nick display user login");
const wholeNames = set(
  "firstname lastname middlename fullname surname forename nickname username login givenname familyname",
);
const address = set("address addr street addressline streetaddress addressline1 addressline2");
const birth = set("birth birthday birthdate birthdt dob dateofbirth");

export type PrivateClass = "email" | "phone" | "url" | "personal";

/**
 * What a column of or about people holds, by its name alone; undefined: nothing of that kind. `subject` is
 * the name of its relation: `name` is a person's in `customers`.
 */
export function privateClass(
  subject: string,
  name: string,
  family: ColumnFamily,
): PrivateClass | undefined {
  const words = nameWords(name);
  const last = words.at(-1) ?? "";
  const has = (wanted: ReadonlySet<string>) => hasWord(words, wanted);
  if (has(birth) && (family === "time" || family === "text")) return "personal";
  if (has(secrets) && last !== "id" && family !== "boolean") return "personal";
  if (family !== "text" && family !== "plain" && family !== "opaque") {
    return family === "number" && has(phone) && last !== "id" ? "phone" : undefined;
  }
  if (["id", "key", "type", "status", "count", "flag", "code"].includes(last)) return undefined;
  if (has(email)) return "email";
  if (has(phone)) return "phone";
  if (has(url)) return "url";
  if (has(address) || (words.includes("ip") && family !== "opaque")) return "personal";
  if (has(wholeNames)) return "personal";
  if (last !== "name") return undefined;
  const before = words.slice(0, -1);
  if (before.some((word) => partsOfNames.has(word) || people.has(word))) return "personal";
  return before.length === 0 && isOfPeople(subject) ? "personal" : undefined;
}

/** `customers`, `stg_customers`, `dim_employee`, but not `customer_orders`. */
function isOfPeople(subject: string): boolean {
  const last = nameWords(subject.split(".").at(-1) ?? subject).at(-1) ?? "";
  return people.has(last) || people.has(last.replace(/s$/, "")) || last === "persons";
}
