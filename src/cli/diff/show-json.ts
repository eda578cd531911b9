/**
 * A comparison as data, a contract with programs that read it: fields are added under the same version, and
 * changed only with another one.
 */

import type { DescribedChange, DescribedSet } from "../../comparison.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Witness } from "../../diff/change.ts";
import { matchBits } from "../../diff/match-bits.ts";
import type { Assignment } from "../../model/model.ts";
import { bitLabel, type BitIndex } from "../../model/layout.ts";
import { isEqual, type ProgramResult, type Totals } from "./totals.ts";

export const DIFF_JSON_VERSION = 1;

/** `{ version, equal, undecided, summary, programs: [{ name, change, sets: [{ name, bits: […] }], … }] }` */
export function diffJson(
  programs: readonly ProgramResult[],
  totals: Totals,
  summary: string,
  assumed: readonly string[],
): object {
  return {
    version: DIFF_JSON_VERSION,
    equal: isEqual(totals),
    undecided: totals.undecided,
    summary,
    assumed,
    totals,
    programs: programs.map(({ name, oldName, change, result }) => ({
      name,
      ...(oldName === undefined ? {} : { oldName }),
      change,
      compared: change === "changed" && result.diff?.isCompared === true,
      diagnostics: {
        old: result.diagnostics.old.map(diagnosticJson),
        new: result.diagnostics.new.map(diagnosticJson),
      },
      sets: (result.diff?.sets ?? []).map(setJson),
      declarations: result.diff?.declarations ?? [],
      restated: result.diff?.restated ?? [],
    })),
  };
}

function setJson({ name, oldName, bitCount, changes }: DescribedSet): object {
  return {
    name,
    ...(oldName === undefined ? {} : { oldName }),
    bitCount,
    bits: changes.map(changeJson),
  };
}

function changeJson({ witness, indices, causedBy, ...change }: DescribedChange): object {
  return {
    ...change,
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
 * Bits by label, flags by name, values by the name of their enumeration; what is not given is off. What both sides
 * have is named as in the new one.
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

/** Bits of an input that are on; last, those that only the old layout has. */
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
