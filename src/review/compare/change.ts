/** The differences between an old and a new program. */

import type { SetRole } from "../../../grammar/syntax-tree.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import type { Diagram } from "../../bdd/bdd.ts";
import type { BitIndex } from "../../model/layout.ts";
import type { Assignment, CapabilitySet } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import type { Place } from "./claim-text.ts";

export interface ProgramDiff {
  /** Sets that both programs have, in order of the new one. */
  readonly sets: readonly SetDiff[];
  /** Rules whose text or reason changes without a change of any bit. */
  readonly restated: readonly RestatedRule[];
}

export interface SetDiff {
  readonly old: CapabilitySet;
  readonly new: CapabilitySet;
  /** Named bits of the new layout, and unnamed ones that change. */
  readonly bitCount: number;
  readonly changes: readonly BitChange[];
}

/**
 * `gained`: the bit turns on in some cases. `lost`: it turns off in some cases. `both`: it does
 * both.
 */
export type Direction = "gained" | "lost" | "both";

/** The direction of a change in one case. */
export type OneDirection = "gained" | "lost";

export const DIRECTIONS: readonly OneDirection[] = ["gained", "lost"];

export interface BitChange {
  /** The shortest name that says which bit it is, in the new layout, else in the old one. */
  readonly bit: string;
  readonly word: string;
  /** The bit's index in the new layout, else in the old one. */
  readonly index: BitIndex;
  /** The bit's index in each of the layouts. */
  readonly indices: BothSides<BitIndex | undefined>;
  /** The bit's own, whatever it is to the guest. */
  readonly direction: Direction;
  /** The effect on the guest; empty if the set is internal on both sides. */
  readonly forGuest: readonly OneDirection[];
  readonly cases: ChangeCases;
  /** Why no case of it is one that both sides allow; empty if both allow one. */
  readonly onlyWhere: readonly Exclusion[];
  /**
   * The share of changing cases among the compared cases of the variables on which the bit depends,
   * before or after.
   */
  readonly share: Share;
  readonly witness: Witness;
  /** The rules that are not the same, before and after; all of them if their texts are. */
  readonly before: readonly StatedRule[];
  readonly after: readonly StatedRule[];
  /** Bits whose change makes this one change; empty if it is the bit's own rules that say something else. */
  readonly causedBy: readonly string[];
}

/**
 * A reason why a side excludes cases that the other side may allow: an assumption, or a missing
 * value of an enumeration.
 */
export type Exclusion = { readonly side: "old" | "new" } & (
  | ({ readonly kind: "assumption"; readonly text: string } & Place)
  | {
      readonly kind: "value";
      readonly enumeration: string;
      /** The values that only the other side has. */
      readonly values: readonly string[];
    }
);

/** The cases in which the value changes, and of these the ones in which it does so in one direction. */
export interface ChangeCases {
  readonly all: Diagram;
  readonly gained: Diagram;
  readonly lost: Diagram;
}

/** The number of changing cases, and of all cases. */
export interface Share {
  readonly changing: number;
  readonly all: number;
}

/** A smallest case in which a bit changes, of those that both sides allow if there are any. */
export interface Witness {
  /** The same case for each program. An enumeration value that a program lacks is `NO_VALUE`. */
  readonly old: Assignment;
  readonly new: Assignment;
  /** On one line, as diagnostics show cases. */
  readonly text: string;
  readonly before: boolean;
  readonly after: boolean;
}

export type DeclarationKind =
  | "layout"
  | "word"
  | "bit"
  | "input"
  | "flag"
  | "enum"
  | "capability set"
  | "role of set"
  | "assumption"
  | "assertion";

/** `exposed to denied` */
export type RoleChange = `${SetRole} to ${SetRole}`;

/** A changed role and a new set have the place of the set's header in the new side. */
export interface DeclarationChange extends Partial<Place> {
  readonly kind: DeclarationKind;
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  /**
   * The change in words, such as `values intel amd → intel amd hygon`; undefined for an added or
   * removed declaration.
   */
  readonly detail: string | undefined;
  /** Present for a capability set that one side does not have. */
  readonly role?: SetRole;
  /** Present if a set has another role now. */
  readonly roleChange?: RoleChange;
}

export interface RestatedRule {
  readonly set: string;
  /** Labels of the bits that it is for. */
  readonly bits: readonly string[];
  readonly what: "rule" | "reason";
  readonly before: readonly StatedRule[];
  readonly after: readonly StatedRule[];
}
