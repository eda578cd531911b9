/** Counts, lists and states in words. */

/** `1 bit`, `2 bits` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A list shows so many names, unless its caller wants fewer. */
const SHOWN = 8;

/** `AVX, AVX2 and 12 more` */
export function nameList(names: readonly string[], most: number = SHOWN): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

export function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}
