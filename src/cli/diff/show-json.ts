/**
 * A comparison as data, a contract with programs that read it: fields are added under the same version, and
 * changed only with another one.
 */

import type { DescribedChange, DescribedSet } from "../../comparison.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Assignment } from "../../model/model.ts";
import { bitLabel } from "../../model/layout.ts";
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
      ...assignmentJson(witness.new),
      before: witness.before,
      after: witness.after,
    },
    cause: causedBy.length === 0 ? { kind: "rule" } : { kind: "consequence", of: causedBy },
  };
}

/** Bits by label, flags by name, values by the name of their enumeration; what is not given is off. */
function assignmentJson({ bits, flags, values }: Assignment): object {
  return {
    inputs: Object.fromEntries(
      [...bits].map(([input, on]) => [
        input.name,
        [...on].sort((a, b) => a - b).map((bit) => bitLabel(input.layout, bit)),
      ]),
    ),
    flags: [...flags].map(({ name }) => name),
    values: Object.fromEntries(
      [...values].map(([enumeration, value]) => [enumeration.name, enumeration.values[value]]),
    ),
  };
}
