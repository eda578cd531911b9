/** The truth table of a function of a few atoms: every possible case with the function's value. */

import { FALSE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { atomName } from "../meaning/atom-name.ts";
import type { Atoms, Meaning } from "../meaning/lower.ts";
import { readAtoms } from "../meaning/read-atoms.ts";
import { enumDiagram, type VariableMeaning } from "../meaning/variables.ts";

export interface TruthTable {
  /** The atoms: `tdp`, `vendor`, `guest has CPUID_1_ECX`, `host.XSAVE`. */
  readonly columns: readonly string[];
  /** Cases that the assumptions exclude, and those that differ in bits of absent entries only, are left out. */
  readonly rows: readonly TruthTableRow[];
}

export interface TruthTableRow {
  /** One value for each column: `0`, `1`, or the value of an enumeration. */
  readonly values: readonly string[];
  readonly isOn: boolean;
}

/** One atom, and the cases that it distinguishes. */
interface Column {
  readonly name: string;
  readonly values: readonly { readonly text: string; readonly diagram: Diagram }[];
}

const MOST_ATOMS = 5;
const MOST_ROWS = 64;

/** Undefined if there would be more than 5 atoms or 64 rows, or no atom at all. */
export function truthTable(meaning: Meaning, diagram: Diagram): TruthTable | undefined {
  const columns = columnsOf(meaning, readAtoms(meaning, diagram));
  const rowCount = columns.reduce((product, { values }) => product * values.length, 1);
  if (columns.length === 0 || columns.length > MOST_ATOMS || rowCount > MOST_ROWS) return undefined;
  const { bdd, assumption } = meaning;
  const rows = columns
    .reduce<readonly Case[]>(
      (cases, column) => cases.flatMap((each) => extend(bdd, each, column)),
      [{ values: [], diagram: assumption }],
    )
    .filter((each) => each.diagram !== FALSE)
    .map((each) => ({
      values: each.values,
      isOn: bdd.and(each.diagram, diagram) !== FALSE,
    }));
  return { columns: columns.map(({ name }) => name), rows };
}

interface Case {
  readonly values: readonly string[];
  /** The cases in which the assumptions hold and the atoms so far have these values. */
  readonly diagram: Diagram;
}

function extend(bdd: Bdd, { values, diagram }: Case, column: Column): readonly Case[] {
  return column.values.map((value) => ({
    values: [...values, value.text],
    diagram: bdd.and(diagram, value.diagram),
  }));
}

function columnsOf(
  { bdd, variables, atoms }: Meaning,
  read: readonly VariableMeaning[],
): readonly Column[] {
  return read.map((atom) => {
    const name = atomName(atom);
    if (atom.kind === "enum") {
      const { enumeration } = atom;
      const values = enumeration.values.map((text, value) => ({
        text,
        diagram: enumDiagram(bdd, variables, enumeration, value),
      }));
      return { name, values };
    }
    const on = atomDiagram(atoms, atom);
    return {
      name,
      values: [
        { text: "0", diagram: bdd.not(on) },
        { text: "1", diagram: on },
      ],
    };
  });
}

/** The diagram of an atom. A bit is off while its entry is absent, as rules read it. */
function atomDiagram(atoms: Atoms, atom: Exclude<VariableMeaning, { kind: "enum" }>): Diagram {
  switch (atom.kind) {
    case "flag":
      return atoms.flag(atom.flag);
    case "has":
      return atoms.has(atom.input, atom.entry);
    case "bit":
      return atoms.bit(atom.input, atom.bit);
  }
}
