/**
 * Converts obstacles, which may hide rules and cannot be read, to results of a comparison, so that
 * the sides are not called equal.
 */

import { uncompared, type DiffResult } from "../diff.ts";
import { report, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import {
  fileIsDirectory,
  fileMissing,
  fileNotUtf8,
  fileOutsideRoot,
  fileTooLarge,
  fileUnreadable,
  notCompared,
} from "../../diagnostics/files.ts";
import { onBothSides, type BothSides } from "../compare/both-sides.ts";
import type { Obstacle } from "./found-files.ts";
import { movedSubmodules } from "./moved-submodules.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult } from "./program-result.ts";

/** Reports each obstacle that differs between the sides as a program that could not be compared. */
export function uncomparedFiles({ old, new: fresh, covers }: Sides): readonly ProgramResult[] {
  const isCovered = ({ name }: Obstacle): boolean => {
    const path = fresh.nameInRoot(name);
    // The obstacle may be a folder with files that are compared.
    return covers(path) || covers(`${path}/`);
  };
  const obstacles = {
    old: obstaclesBeyond(old.obstacles, fresh.obstacles).filter(isCovered),
    new: [
      ...obstaclesBeyond(fresh.obstacles, old.obstacles),
      ...movedSubmodules(old.submodules, fresh.submodules),
    ].filter(isCovered),
  };
  const names = new Set([...obstacles.old, ...obstacles.new].map(({ name }) => name));
  return [...names].map((name) => {
    const diagnostics = onBothSides(obstacles, (all) =>
      all.filter((each) => each.name === name).map((each) => report(notCompared, undefined, each)),
    );
    return uncomparedProgram(name, fresh.nameInRoot(name), diagnostics);
  });
}

/** @param file the name relative to the root. */
function uncomparedProgram(
  name: string,
  file: string,
  diagnostics: BothSides<readonly Diagnostic[]>,
): ProgramResult {
  return {
    name,
    oldName: undefined,
    file,
    change: "changed",
    accepted: undefined,
    forGuest: [],
    movedTo: undefined,
    result: uncomparedResult(diagnostics),
  };
}

/** @param diagnostics the reasons why a program could not be compared. */
export function uncomparedResult(diagnostics: BothSides<readonly Diagnostic[]>): DiffResult {
  return {
    diagnostics,
    problems: [],
    undecided: false,
    diff: uncompared(),
  };
}

function obstaclesBeyond(
  obstacles: readonly Obstacle[],
  others: readonly Obstacle[],
): readonly Obstacle[] {
  return obstacles.filter(({ name, digest }) => {
    const other = others.find((each) => each.name === name);
    return digest === undefined || other?.digest !== digest;
  });
}

const UNREADABLE: ReadonlySet<string> = new Set(
  [
    fileMissing,
    fileIsDirectory,
    fileOutsideRoot,
    fileNotUtf8,
    fileTooLarge,
    fileUnreadable,
    notCompared,
  ].map(({ code }) => code),
);

/**
 * True if a compared file could not be read. A file that a `use` names does not count: it is a
 * mistake in the rule file and has a place there.
 */
export function isUnread({ diagnostics }: DiffResult): boolean {
  return [...diagnostics.old, ...diagnostics.new].some(
    ({ code, span }) => span === undefined && UNREADABLE.has(code),
  );
}
