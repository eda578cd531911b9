/** The condition of a change as one about "this bit", which many bits may share. */

import { bitOf } from "../../model/layout.ts";
import type { BitChange } from "./change.ts";

/** `guest.AVX & host.XSAVE` is `guest & host.XSAVE` for AVX. */
export function aboutThisBit({
  condition,
  bit,
  word,
  index,
}: Pick<BitChange, "bit" | "word" | "index"> & { readonly condition: string }): string {
  const names = [bit, `${word}[${bitOf(index)}]`];
  return names.reduce((text, name) => {
    const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return text.replace(new RegExp(`\\.${literal}(?![\\w[.])`, "g"), "");
  }, condition);
}
