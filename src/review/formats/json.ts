/**
 * Converts a comparison to a JSON document. `src/review/README.md` describes it as a contract: new
 * fields may be added under the same version, but changes need a new version.
 */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { DescribedChange, DescribedDeclaration, DescribedSet } from "../diff.ts";
import { changedSet } from "../accept/judge-sets.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Witness } from "../compare/change.ts";
import { rolesOf } from "../compare/roles.ts";
import { matchBits } from "../compare/match-bits.ts";
import type { Assignment } from "../../model/model.ts";
import { bitLabel, type BitIndex } from "../../model/layout.ts";
import type { IdleAcceptances } from "../programs/idle-acceptances.ts";
import { summaryOf, type Review } from "../describe/review.ts";
import { isEqual } from "../describe/totals.ts";
import type { ProgramResult } from "../programs/program-result.ts";

const DIFF_JSON_VERSION = 1;

/** `{ version, equal, undecided, summary, sets: [{ program, name, bits: […] }], programs: [{ name, … }], … }` */
export function reviewJson(review: Review): object {
  const { programs, totals, assumed, idle, hosts } = review;
  return {
    version: DIFF_JSON_VERSION,
    equal: isEqual(totals),
    undecided: totals.undecided,
    summary: summaryOf(review),
    assumed,
    totals,
    sets: programs.flatMap(({ name, result }) =>
      (result.diff?.sets ?? []).map((set) => setJson(name, set)),
    ),
    promises: programs.flatMap(({ name, result }) =>
      (result.diff?.promises ?? []).map((each) => ({ program: name, ...each })),
    ),
    ...idleJson(idle),
    programs: programs.map(programJson),
    ...(hosts === undefined ? {} : { hosts }),
  };
}

function idleJson({ stale, unreadable, broader }: IdleAcceptances): object {
  return {
    stale: stale.map(({ change, because, bits }) => ({
      ...change,
      ...("bits" in change ? { bits } : {}),
      because,
    })),
    broader: broader.map(({ item: { acceptance, change, because }, excess, isWhole, instead }) => ({
      ...change,
      because,
      acceptance,
      excess,
      isWhole,
      instead: instead ?? null,
    })),
    unreadable: unreadable.map(({ item: { acceptance, change, because }, problem }) => ({
      ...change,
      because,
      acceptance,
      problem,
    })),
  };
}

function programJson(program: ProgramResult): object {
  const { name, oldName, change, accepted, forGuest, movedTo, result } = program;
  const { diagnostics, diff } = result;
  return {
    name,
    ...(oldName === undefined ? {} : { oldName }),
    change,
    ...(change === "changed" ? {} : { forGuest, accepted: acceptedJson(accepted) }),
    ...(movedTo === undefined ? {} : { movedTo }),
    compared: change === "changed" && diff?.isCompared === true,
    diagnostics: {
      old: diagnostics.old.map(diagnosticJson),
      new: diagnostics.new.map(diagnosticJson),
    },
    declarations: (diff?.declarations ?? []).map(declarationJson),
    restated: diff?.restated ?? [],
  };
}

function setJson(program: string, set: DescribedSet): object {
  const { name, oldName, sides, bitCount, changes } = set;
  const roles = rolesOf(sides);
  return {
    program,
    name,
    ...(oldName === undefined ? {} : { oldName }),
    role: roles.new,
    ...(roles.old === roles.new ? {} : { oldRole: roles.old }),
    bitCount,
    bits: changes.map(changeJson),
  };
}

function declarationJson({ accepted, ...declaration }: DescribedDeclaration): object {
  const told = { ...declaration, roleChange: undefined };
  return changedSet(declaration) === undefined
    ? told
    : { ...told, accepted: acceptedJson(accepted) };
}

function acceptedJson(accepted: ChangeAcceptance | undefined): object | null {
  if (accepted === undefined) return null;
  const { because, except = null, isWhole } = accepted;
  return { because, except, isWhole };
}

function changeJson({ witness, indices, causedBy, accepted, ...change }: DescribedChange): object {
  return {
    ...change,
    accepted: acceptedJson(accepted),
    oldIndex: indices.old ?? null,
    newIndex: indices.new ?? null,
    witness: {
      text: witness.text,
      ...caseJson(witness),
      before: witness.before,
      after: witness.after,
    },
    cause: causedBy.length === 0 ? { kind: "rule" } : { kind: "consequence", of: causedBy },
  };
}

/**
 * A case as JSON: bits by label, flags by name, values by enumeration name. Everything that is not
 * listed is off. Names are those of the new side if both sides have them.
 */
function caseJson({ old, new: fresh }: Witness): object {
  const inputs = [...fresh.bits.keys(), ...old.bits.keys()].map(({ name }) => name);
  const names = ({ flags }: Assignment): readonly string[] => [...flags].map(({ name }) => name);
  const valuesOf = ({ values }: Assignment): (readonly [string, string | undefined])[] =>
    [...values].map(([enumeration, value]) => [enumeration.name, enumeration.values[value]]);
  return {
    inputs: Object.fromEntries(
      [...new Set(inputs)].map((name) => [name, labelsOf(name, old, fresh)]),
    ),
    flags: [...new Set([...names(fresh), ...names(old)])],
    values: Object.fromEntries([...valuesOf(old), ...valuesOf(fresh)]),
  };
}

/** The labels of an input's bits that are on. Bits that only the old layout has come last. */
function labelsOf(name: string, old: Assignment, fresh: Assignment): readonly string[] {
  const onOf = ({ bits }: Assignment) => [...bits].find(([input]) => input.name === name);
  const [before, after] = [onOf(old), onOf(fresh)];
  const labels = (
    on: ReturnType<typeof onOf>,
    isWanted: (bit: BitIndex) => boolean = () => true,
  ): readonly string[] => {
    if (on === undefined) return [];
    const [{ layout }, bits] = on;
    return [...bits]
      .filter(isWanted)
      .sort((a, b) => a - b)
      .map((bit) => bitLabel(layout, bit));
  };
  if (before === undefined || after === undefined) return labels(after ?? before);
  const gone = new Set(
    matchBits(before[0].layout, after[0].layout).flatMap((pair) =>
      pair.new === undefined && pair.old !== undefined ? [pair.old] : [],
    ),
  );
  return [...labels(after), ...labels(before, (bit) => gone.has(bit))];
}
