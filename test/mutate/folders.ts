/** Which tests judge the mutants of which folder: its mirror, and what is quick and looks at it from outside. */

export interface Folder {
  /** From the root of the repository. */
  readonly path: string;
  /** Globs of test files. Of tests that take seconds, only those without which mutants survive. */
  readonly tests: readonly string[];
}

export const folders: readonly Folder[] = [
  { path: "src/bdd", tests: ["test/bdd/{bdd,cover,table,witness}.test.ts"] },
  { path: "src/interpreter", tests: ["test/interpreter/*.test.ts"] },
  { path: "src/checks", tests: ["test/checks/*.test.ts"] },
  {
    path: "src/meaning",
    tests: [
      "test/meaning/*.test.ts",
      "test/{prove,explain}/*.test.ts",
      "test/evaluate/{evaluate,unknown}.test.ts",
      "test/merging.test.ts",
    ],
  },
  { path: "src/plan", tests: ["test/plan/*.test.ts"] },
];
