/** What a UTF-16 unit takes beyond one byte: as UTF-8, or as an escape of JSON. */
export function extraBytes(text: string, i: number, unit: number): number {
  if (unit < 0x20)
    return unit === 8 || unit === 9 || unit === 10 || unit === 12 || unit === 13 ? 1 : 5;
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 1;
  if (unit < 0xd800 || unit > 0xdfff) return 2;
  // Half of a surrogate pair has two bytes of its four; alone, it is escaped.
  const other = unit < 0xdc00 ? text.charCodeAt(i + 1) : text.charCodeAt(i - 1);
  const paired =
    unit < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
  return paired ? 1 : 5;
}

/** The characters of a whole number. */
export function digits(value: number): number {
  let count = value < 0 ? 2 : 1;
  for (let rest = Math.abs(value); rest >= 10; rest = Math.floor(rest / 10)) count++;
  return count;
}
