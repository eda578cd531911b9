/**
 * Counts the changes of a comparison, for the guest and in internal sets, and the open ones among
 * them.
 */

import type { Direction, OneDirection } from "../compare/change.ts";
import type { ProgramResult } from "../programs/program-result.ts";
import { countRestated } from "../compare/restated.ts";
import {
  asDirection,
  directionsForGuest,
  isExposed,
  isInternal,
  rolesOf,
  unpairedForGuest,
} from "../compare/roles.ts";
import { openDirectionsOf } from "./change-words.ts";
import { otherDeclarations, promiseCounts, promisesOf } from "./promise-words.ts";
import { roleChangesOf } from "./role-words.ts";

export interface Totals extends CountedChanges {
  /** Bits that change only in cases that one side excludes. */
  readonly onlyOutside: number;
  /**
   * Counts for internal sets, which `bits`, `gained`, `lost` and `both` leave out. The directions
   * are those of the bits themselves.
   */
  readonly internal: CountedChanges & {
    /** The number of added and removed internal sets. */
    readonly unpaired: number;
  };
  /**
   * True if a compared set is denied or internal, so that a bit that turns on is not always gained
   * by the guest.
   */
  readonly hasRoles: boolean;
  /** The number of sets whose role changes. */
  readonly roles: number;
  /** The number of rules whose text changes without a change of any bit. */
  readonly restated: number;
  /** The number of changed declarations, without promises and roles. */
  readonly declarations: number;
  /** The numbers of added and removed sets and programs, without internal sets. */
  readonly unpaired: { readonly sets: number; readonly programs: number };
  /**
   * Promises that are withdrawn, weakened or broken, and new assumptions: their number, and the
   * parts of the first line about them.
   */
  readonly promises: { readonly count: number; readonly told: readonly string[] };
  /**
   * The number of the guest's changes, roles, sets and programs that are accepted in every case.
   */
  readonly accepted: number;
  /**
   * The number of open changes, and how many of them the guest can gain or lose by. A changed role
   * counts as both. `any` also counts promises, which cannot be accepted.
   */
  readonly open: {
    readonly any: number;
    readonly gained: number;
    readonly lost: number;
    readonly promises: number;
  };
  /** The number of programs whose rules left the comparison without being accepted. */
  readonly moved: number;
  readonly undecided: boolean;
  /** The number of programs with errors on a side. */
  readonly incomparable: number;
}

/**
 * Counts of bits. A bit that several programs have counts once. `gained`, `lost` and `both` count
 * changed bits.
 */
interface CountedChanges {
  readonly bits: number;
  readonly gained: number;
  readonly lost: number;
  readonly both: number;
}

/** True if it is proved that nothing differs in meaning. */
export function isEqual(totals: Totals): boolean {
  const { accepted, open, internal, undecided, incomparable } = totals;
  const changes = accepted + open.any + changedBits(internal) + internal.unpaired;
  return changes === 0 && incomparable === 0 && !undecided;
}

export function changedBits({ gained, lost, both }: CountedChanges): number {
  return gained + lost + both;
}

/** The number of open changes that can be accepted. */
export function openChanges({ open }: Totals): number {
  return open.any - open.promises;
}

export function totalsOf(programs: readonly ProgramResult[]): Totals {
  const { guest, internal, onlyOutside, hasRoles, open } = countedBits(programs);
  const declared = countedDeclarations(programs);
  const oneSided = programs.filter(({ change }) => change !== "changed");
  const openPrograms = oneSided.filter(({ accepted }) => accepted === undefined);
  const openUnpaired = (direction: OneDirection): number =>
    declared.open.filter((set) => set.direction === direction).length +
    openPrograms.filter(({ forGuest }) => forGuest.includes(direction)).length;
  const unpaired = { sets: declared.sets.length, programs: oneSided.length };
  const roleChanges = roleChangesOf(programs);
  const roles = roleChanges.length;
  const openRoles = roleChanges.filter(({ accepted }) => accepted === undefined).length;
  const changes = open.bits.size + declared.open.length + openPrograms.length + openRoles;
  const findings = promisesOf(programs).filter(({ isFinding }) => isFinding);
  return {
    ...countOf(guest),
    onlyOutside,
    internal: { ...countOf(internal), unpaired: declared.internal.length },
    hasRoles,
    roles,
    restated: Math.max(
      0,
      ...programs.map(({ result }) => countRestated(result.diff?.restated ?? [])),
    ),
    declarations: declared.count,
    unpaired,
    promises: { count: findings.length, told: promiseCounts(findings) },
    accepted: guest.directions.size + unpaired.sets + unpaired.programs + roles - changes,
    open: {
      any: changes + findings.length,
      gained: open.gained.size + openUnpaired("gained") + openRoles,
      lost: open.lost.size + openUnpaired("lost") + openRoles,
      promises: findings.length,
    },
    moved: openPrograms.filter(({ movedTo }) => movedTo !== undefined).length,
    undecided: programs.some(({ result }) => result.undecided),
    incomparable: programs.filter(({ result }) => result.diff?.isCompared === false).length,
  };
}

interface Tally {
  /** The number of bits of each set, by name. */
  readonly bits: Map<string, number>;
  /** The direction of each changed bit, over all programs. */
  readonly directions: Map<string, Direction>;
}

function countOf({ bits, directions }: Tally): CountedChanges {
  const count = (wanted: Direction): number =>
    [...directions.values()].filter((direction) => direction === wanted).length;
  return {
    bits: [...bits.values()].reduce((sum, each) => sum + each, 0),
    gained: count("gained"),
    lost: count("lost"),
    both: count("both"),
  };
}

interface CountedBits {
  /** The changes for the guest. */
  readonly guest: Tally;
  readonly internal: Tally;
  readonly onlyOutside: number;
  readonly hasRoles: boolean;
  /** Bits with open changes for the guest: all, and those of each direction. */
  readonly open: Readonly<Record<"bits" | OneDirection, ReadonlySet<string>>>;
}

function countedBits(programs: readonly ProgramResult[]): CountedBits {
  const guest: Tally = { bits: new Map(), directions: new Map() };
  const internal: Tally = { bits: new Map(), directions: new Map() };
  const inside = new Set<string>();
  const open = { bits: new Set<string>(), gained: new Set<string>(), lost: new Set<string>() };
  const sets = programs.flatMap(({ result }) => result.diff?.sets ?? []);
  for (const { name, sides, bitCount, changes } of sets) {
    const roles = rolesOf(sides);
    const { bits, directions } = isInternal(roles) ? internal : guest;
    bits.set(name, Math.max(bits.get(name) ?? 0, bitCount));
    for (const each of changes) {
      const direction = asDirection(each.forGuest) ?? each.direction;
      const key = `${name}.${each.bit}`;
      const known = directions.get(key) ?? direction;
      directions.set(key, known === direction ? direction : "both");
      if (isInternal(roles)) continue;
      if (each.onlyWhere.length === 0) inside.add(key);
      const ways = openDirectionsOf(each);
      if (ways.length > 0) open.bits.add(key);
      for (const way of directionsForGuest(roles, ways)) open[way].add(key);
    }
  }
  return {
    guest,
    internal,
    onlyOutside: guest.directions.size - inside.size,
    hasRoles: sets.some(({ sides }) => !isExposed(rolesOf(sides))),
    open,
  };
}

interface UnpairedSet {
  /** The set and its change, as a key that is equal in all programs that have the set. */
  readonly text: string;
  readonly direction: OneDirection | undefined;
  readonly isOpen: boolean;
}

/** The changed promises of all programs, without duplicates. */
interface CountedDeclarations {
  readonly count: number;
  /**
   * Added and removed sets: those that the guest sees, the open ones among them, and internal ones.
   */
  readonly sets: readonly UnpairedSet[];
  readonly open: readonly UnpairedSet[];
  readonly internal: readonly UnpairedSet[];
}

function countedDeclarations(programs: readonly ProgramResult[]): CountedDeclarations {
  const all = programs.flatMap(({ result }) => otherDeclarations(result.diff));
  const unpaired = all.flatMap((each): readonly UnpairedSet[] => {
    const { name, change, role, accepted } = each;
    if (role === undefined || change === "changed") return [];
    const direction = unpairedForGuest(role, change);
    return [{ text: `${name} ${change}`, direction, isOpen: accepted === undefined }];
  });
  const once = (sets: readonly UnpairedSet[]): readonly UnpairedSet[] => [
    ...new Map(sets.map((each) => [`${each.text} ${each.direction}`, each])).values(),
  ];
  const seen = unpaired.filter(({ direction }) => direction !== undefined);
  return {
    count: new Set(all.map(({ kind, name, change }) => `${kind} ${name} ${change}`)).size,
    sets: once(seen),
    open: once(seen.filter(({ isOpen }) => isOpen)),
    internal: once(unpaired.filter(({ direction }) => direction === undefined)),
  };
}
