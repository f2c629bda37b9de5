import type { ColumnFamily } from "./column-family.ts";
import { hasWord, nameWords } from "./name-words.ts";

const set = (text: string) => new Set(text.trim().split(/\s+/));

const email = set("email emails mail emailaddress");
const phone = set("phone phones phonenumber telephone tel mobile cellphone cell fax msisdn");
const url = set("url urls uri link href website homepage");
const secrets = set(
  "password passwd passwort senha pwd pw secret secrets token salt apikey accesskey privatekey credential credentials ssn passport iban bic creditcard cardnumber cvv cvc pin license licence",
);
/** What the state or a doctor knows a person by, whatever follows. */
const identities = set(
  "ssn nationalid nationalidentifier socialsecurity passport passportno passportnumber taxid taxnumber taxpayer personalid governmentid driverlicense driverslicense driverslicence cpf cnpj nif dni nie nino mrn medicalrecord insurancenumber aadhaar",
);
/** What nobody may be sorted by. */
const sensitive = set(
  "diagnosis diagnoses disease illness disability medication religion religious ethnicity ethnic race nationality sexualorientation politicalparty unionmembership criminalrecord pregnancy genotype",
);
const people = set(
  "customer client person people user employee staff contact patient member student teacher guest driver owner author sender recipient buyer seller vendor salesperson cardholder account subscriber donor applicant doctor",
);
/** Before `name`. */
const partsOfNames = set("first last middle full given family maiden sur nick display user login");
const wholeNames = set(
  "firstname lastname middlename fullname surname forename nickname username login givenname familyname fname lname mname cognome sobrenome apellido apellidos prenom vorname nachname nazwisko",
);
const address = set(
  "address addr street addressline streetaddress addressline1 addressline2 endereco endereço direccion dirección indirizzo adresse",
);
const birth = set(
  "birth birthday birthdate birthdt dob dateofbirth nascimento geburtsdatum naissance",
);
/** Names that end so say something about what is before. */
const about = set("id key type status count flag code at");

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
  if (family === "boolean") return undefined;
  if (has(birth) && (family === "time" || family === "text" || last === "year")) return "personal";
  if (has(identities) && last !== "type" && last !== "count") return "personal";
  const isCounted = family === "number" && (last === "count" || /s$/.test(last));
  const isSecret = has(secrets) || words.some((word) => /^(?:password|passwd)/.test(word));
  if (isSecret && !isCounted && !(about.has(last) && last !== "code")) return "personal";
  // `pass_rate` is something else.
  if (last === "pass" && family === "text") return "personal";
  if (has(sensitive) && (family === "text" || family === "plain")) {
    return last === "id" || last === "key" || last === "count" ? undefined : "personal";
  }
  if (family !== "text" && family !== "plain" && family !== "opaque") {
    return family === "number" && has(phone) && last !== "id" ? "phone" : undefined;
  }
  if (about.has(last)) return undefined;
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
  return (
    people.has(last) ||
    people.has(last.replace(/s$/, "")) ||
    /^(?:persons|leads|profiles)$/.test(last)
  );
}
