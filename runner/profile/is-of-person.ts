import { nameWords } from "./name-words.ts";

const roles = new Set(
  `customer client person people user employee staff contact patient member student teacher guest driver owner
   author sender recipient buyer seller salesperson cardholder subscriber donor applicant doctor nurse manager
   assignee rep representative agent by reviewer approver reporter creator editor supervisor lead leader boss
   worker technician operator attendee participant passenger tenant candidate resident beneficiary holder
   signer signatory consultant referrer referee instructor physician provider lawyer broker courier rider`
    .trim()
    .split(/\s+/),
);
/** `name` in some languages, and what goes before or after it. */
const names = new Set(
  `name names nome nombre nom navn naam naziv fullname firstname lastname surname forename fname lname mname cognome
   sobrenome apellido apellidos prenom prénom vorname nachname imie nazwisko full first last family given display`
    .trim()
    .split(/\s+/),
);
/** Which columns named `name` alone are of people only their values could say: products have capitals too. */
const alone = new Set(["name", "names"]);

/** Whether a column's name suggests a person or a role: `account_manager`, `created_by`, `nome`, `owner_name`. */
export function isOfPerson(column: string): boolean {
  const words = nameWords(column);
  const last = words.at(-1) ?? "";
  const isRole = (word: string) => roles.has(word) || roles.has(word.replace(/s$/, ""));
  if (isRole(last)) return true;
  if (!names.has(last)) return false;
  return words.length > 1 ? words.slice(0, -1).some(isRole) : !alone.has(last);
}
