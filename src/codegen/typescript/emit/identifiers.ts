/** Turns names of the rules into identifiers of TypeScript, and members of the inputs. */

import type { SetInput } from "../../plan/plan.ts";
import { stringLiteral } from "./escape.ts";

/** Words that no strict-mode module can declare, or that a compiler to CommonJS needs for itself. */
const RESERVED_WORDS: readonly string[] = words(`
  arguments await break case catch class const continue debugger default delete do else enum eval
  export extends false finally for function globalThis if implements import in Infinity instanceof
  interface let NaN new null package private protected public return static super switch this throw
  true try typeof undefined var void while with yield
  exports module require Object Promise Reflect __proto__`);

/** Names that the bodies of `init` functions use and that their constants must not hide. */
const USED_BY_INIT: readonly string[] = words(`
  assertBoolean assertInput assertInputs assertRows assertWords Uint32Array`);

/** Further names that every module declares or uses. */
const RUNTIME_NAMES: readonly string[] = words(`
  Bitmap CapabilityError CpuidEntry CpuidRow ENTRY_WORDS Layout Leaf Members OfLayout Position Words
  assertArray assertBitmap assertEntry assertLayout assertMemory assertRow change clear has layout names
  readHostLeaves readLeaves rowsOf set wordOf
  Array Map Number ReadonlyMap Record String TypeError`);

export const HIDDEN_BY_NO_LOCAL: readonly string[] = [...USED_BY_INIT, ...RESERVED_WORDS];

/** Names that nothing made from rules can have. */
export const FIXED_NAMES: ReadonlySet<string> = new Set([
  ...USED_BY_INIT,
  ...RUNTIME_NAMES,
  ...RESERVED_WORDS,
]);

/** The name as an identifier: `_3d` for `3d`, `host_vendor` for `host.vendor`. */
export function identifier(name: string): string {
  const word = name.replaceAll(/\W/g, "_");
  return /^[0-9]/.test(word) ? `_${word}` : word;
}

/** An identifier that nothing outside of the module sees: with as many `_` after it as set it apart. */
export function claimName(name: string, taken: Set<string>): string {
  let claimed = identifier(name);
  while (taken.has(claimed)) claimed += "_";
  taken.add(claimed);
  return claimed;
}

/** The name with its first letter capitalized. */
export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The declared name of a member of the inputs object: quoted if it is not an identifier. */
export function memberName({ name }: SetInput): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** The name of an input in errors: `inputs.host`, `inputs["host.vendor"]`. */
export function memberPath({ name }: SetInput): string {
  return isIdentifier(name) ? `inputs.${name}` : `inputs[${stringLiteral(name)}]`;
}

/** Reserved words are: a member may have their name. */
function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
