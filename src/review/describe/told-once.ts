/**
 * Finds what several programs of a comparison have in common, such as the changes of a shared file,
 * so that a format for readers tells it once.
 */

import { counted, nameList } from "../../base/words.ts";
import { isError, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { ProgramResult } from "../programs/program-result.ts";
import { otherDeclarations } from "./promise-words.ts";
import { roleChangesIn, setNotes } from "./role-words.ts";

export interface ToldProgram {
  readonly program: ProgramResult;
  /** `also in rules/kvm/next.rules: the same 4 changes`; undefined if no other program is the same. */
  readonly alsoIn: string | undefined;
}

/** The programs, each with those after it that say the same, which are left out. */
export function toldOnce(programs: readonly ProgramResult[]): readonly ToldProgram[] {
  const told = new Map<string, { readonly program: ProgramResult; readonly others: string[] }>();
  for (const program of programs) {
    const key = saidBy(program);
    const known = told.get(key);
    if (known === undefined) told.set(key, { program, others: [] });
    else known.others.push(program.name);
  }
  return [...told.values()].map(({ program, others }) => ({
    program,
    alsoIn: others.length === 0 ? undefined : `also in ${nameList(others)}: ${sameText(program)}`,
  }));
}

/** A text that is equal for programs of which a format says the same. */
function saidBy(program: ProgramResult): string {
  const { name, oldName, change, accepted, movedTo, result } = program;
  const { diagnostics, diff } = result;
  // A text about a file, rather than about its rules, contains the file's name.
  const isOfFile = change !== "changed" || oldName !== undefined;
  return JSON.stringify([
    isOfFile ? [name, oldName, change, accepted, movedTo] : [],
    diagnostics.old.map(diagnosticJson),
    diagnostics.new.map(diagnosticJson),
    otherDeclarations(diff),
    roleChangesIn(diff),
    diff?.promises,
    diff?.restated,
    (diff?.sets ?? [])
      .filter(({ changes }) => changes.length > 0)
      .map((set) => [
        [set.name, set.bitCount, ...setNotes(set)],
        set.changes.map(({ witness: { text, before, after }, ...change }) => [
          ...[change, text, before, after],
        ]),
      ]),
  ]);
}

/** `the same 4 changes`, `the same 1 error` */
function sameText({ result: { diagnostics, diff } }: ProgramResult): string {
  const found = [...diagnostics.old, ...diagnostics.new];
  const errors = found.filter(isError).length;
  const bits = (diff?.sets ?? []).reduce((sum, { changes }) => sum + changes.length, 0);
  const others = [otherDeclarations(diff), roleChangesIn(diff), diff?.promises, diff?.restated];
  const changes = others.reduce((sum, each) => sum + (each?.length ?? 0), bits);
  const parts = [
    ...(changes === 0 ? [] : [counted(changes, "change")]),
    ...(errors === 0 ? [] : [counted(errors, "error")]),
    ...(found.length === errors ? [] : [counted(found.length - errors, "warning")]),
  ];
  return `the same ${parts.join(", ")}`;
}

/** The diagnostics of each side, without those that an earlier program has, too. */
export function diagnosticsOf(
  programs: readonly ProgramResult[],
): BothSides<readonly Diagnostic[]> {
  const once = (side: keyof BothSides<unknown>): readonly Diagnostic[] => {
    const all = programs.flatMap(({ result }) => result.diagnostics[side]);
    // The first of equal diagnostics is kept, and its place in the order.
    const found = new Map<string, Diagnostic>();
    for (const each of all) {
      const key = JSON.stringify(diagnosticJson(each));
      if (!found.has(key)) found.set(key, each);
    }
    return [...found.values()];
  };
  return { old: once("old"), new: once("new") };
}
