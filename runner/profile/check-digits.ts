/** A run of 14 to 16 digits, as they stand on cards: of an issuer's prefix, with the right last digit. */
export function isCardNumber(text: string): boolean {
  const runs = text.match(/(?<![\w.-])\d(?:[ -]?\d){13,15}(?![\w-])/g) ?? [];
  return runs.some((run) => {
    const digits = run.replaceAll(/\D/g, "");
    return /^(?:3(?:[47]|[068])|4|5[1-5]|2[2-7]|6)/.test(digits) && luhn(digits) % 10 === 0;
  });
}

/** An international bank account number: country, two check digits that are right, and up to 30 signs. */
export function isBankAccount(text: string): boolean {
  const runs = text.match(/(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}(?!\w)/g) ?? [];
  return runs.some((run) => {
    const plain = run.replaceAll(" ", "");
    const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => parseInt(sign, 36));
    return BigInt(digits.join("")) % 97n === 1n;
  });
}

function luhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
