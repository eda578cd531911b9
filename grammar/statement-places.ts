/** Describes where the statements of each keyword may stand, in the user's words. */

const IN_FILE = "at the top of a file, outside of blocks";
const IN_CAPS = "in a `caps` block, or at the top of a file";
const IN_LAYOUT = "in a `layout`";
const IN_TEST = "in a `test`";

const places: ReadonlyMap<string, string> = new Map([
  ["use", IN_FILE],
  ["layout", IN_FILE],
  ["input", IN_FILE],
  ["flag", IN_FILE],
  ["enum", IN_FILE],
  ["assume", IN_FILE],
  ["caps", IN_FILE],
  ["test", IN_FILE],
  ["leaf", IN_LAYOUT],
  ["word", IN_LAYOUT],
  ["alias", "after a bit in a `layout`"],
  ["given", IN_TEST],
  ["expect", IN_TEST],
  ["default", IN_CAPS],
  ["unnamed", IN_CAPS],
  ["class", IN_CAPS],
  ["set", IN_CAPS],
  ["when", IN_CAPS],
  ["assert", IN_CAPS],
  ["override", IN_CAPS],
  ["because", "at the end of a rule, or first in a `when` or `caps` block"],
  ["extends", "after a set's name in `caps`"],
]);

/** Undefined for a keyword that starts no statement. */
export function placeOf(keyword: string): string | undefined {
  return places.get(keyword);
}
