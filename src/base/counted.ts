/** Counts of things in words. */

/** `1 bit`, `2 bits` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
