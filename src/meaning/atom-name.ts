/** Names a variable in the rule language. */

import { bitLabel } from "../model/layout.ts";
import type { VariableMeaning } from "./variables.ts";

/** `tdp`, `vendor`, `guest has CPUID_1_ECX`, `host.XSAVE`. */
export function atomName(atom: VariableMeaning): string {
  switch (atom.kind) {
    case "flag":
      return atom.flag.name;
    case "enum":
      return atom.enumeration.name;
    case "has": {
      const word = atom.input.layout.words.find(({ address }) => address?.entry === atom.entry);
      return `${atom.input.name} has ${word?.name ?? ""}`;
    }
    case "bit":
      return `${atom.input.name}.${bitLabel(atom.input.layout, atom.bit)}`;
  }
}
