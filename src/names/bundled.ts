/** The rule files that come with caprules. */

import preludeText from "../../rules/prelude.rules";
import x86Text from "../../rules/x86.rules";

/** In a `use`, what stands before the name of a bundled file. */
export const BUNDLED_PREFIX = "caprules:";

export const PRELUDE = "caprules:prelude.rules";

/** Texts by full name. */
export const bundledFiles: ReadonlyMap<string, string> = new Map([
  [PRELUDE, preludeText],
  ["caprules:x86.rules", x86Text],
]);
