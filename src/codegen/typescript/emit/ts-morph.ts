/**
 * Loads ts-morph with `require`, since it is a CommonJS module: for an `import`, Node scans its
 * eleven megabytes for the names of exports, which takes longer than running them.
 */

import { createRequire } from "node:module";
import type * as TsMorph from "ts-morph";

// `require` returns whatever the package exports, which is what its types say.
const tsMorph = createRequire(import.meta.url)("ts-morph") as typeof TsMorph; // see above

export const Project: typeof TsMorph.Project = tsMorph.Project;
export const StructureKind: typeof TsMorph.StructureKind = tsMorph.StructureKind;
export const VariableDeclarationKind: typeof TsMorph.VariableDeclarationKind =
  tsMorph.VariableDeclarationKind;
export const ts: typeof TsMorph.ts = tsMorph.ts;
