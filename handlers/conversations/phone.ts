/** A Vietnamese phone number as ten digits from 0, read from "0912 345 678", "84912345678", "+84 912.345.678". */
export function readPhone(text: string): string | null {
  const digits = text.replaceAll(/[\s.()-]/g, '');
  const national = digits.replace(/^(\+?84)(?=\d{9}$)/, '0');
  return /^0\d{9}$/.test(national) ? national : null;
}
