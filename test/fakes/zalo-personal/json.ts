/** JSON whose bigints are written as bare digits: ids of Zalo are larger than a JavaScript number can hold. */
export function digitsJson(value: unknown): string {
  const marked = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `\u0000${each}\u0000` : each));
  return marked.replace(/"\\u0000(-?\d+)\\u0000"/g, '$1');
}
