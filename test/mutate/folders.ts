/** Which tests judge the mutants of which folder: its mirror, and what is quick and looks at it from outside. */

export interface Folder {
  /** From the root of the repository. */
  readonly path: string;
  /** Globs of test files. Of tests that take seconds, only those without which mutants survive. */
  readonly tests: readonly string[];
}

export const folders: readonly Folder[] = [
  {
    path: "grammar",
    tests: [
      "test/grammar/{examples,grammar,literals,packed-tree,parse,precedence,recovery,statement-ends}.test.ts",
    ],
  },
  { path: "src/bdd", tests: ["test/bdd/{bdd,cover,table,witness}.test.ts"] },
  {
    path: "src/emit",
    tests: [
      "test/emit/{argument-checks,escape,leaf-readers,module,names,overlap-comments}.test.ts",
    ],
  },
  { path: "src/cpuid", tests: ["test/cpuid/{parse,read,sub,to}-*.test.ts"] },
  { path: "src/interpreter", tests: ["test/interpreter/*.test.ts"] },
  {
    path: "src/checks",
    tests: [
      "test/checks/{assertions,exclusive-conditions,hollow-tests,idle-rules,missing-reasons}.test.ts",
      "test/checks/vacuous-claims.test.ts",
      "test/emit/overlap-comments.test.ts",
    ],
  },
  {
    path: "src/meaning",
    tests: [
      "test/meaning/*.test.ts",
      "test/explain/*.test.ts",
      "test/evaluate/{evaluate,unknown}.test.ts",
      "test/merging.test.ts",
    ],
  },
  { path: "src/plan", tests: ["test/plan/*.test.ts"] },
  { path: "src/coverage", tests: ["test/coverage/{coverage,mutation,random-mutation}.test.ts"] },
  {
    path: "src/review",
    tests: [
      "test/review/{enum-values,exclusions,shares,random-merge}.test.ts",
      "test/cli/diff{,-assumptions,-declarations,-promises,-roles}.test.ts",
      "test/cli/merge-{interaction,roles}.test.ts",
    ],
  },
  { path: "src/verify", tests: ["test/verify/{checks,evaluate,read-back,tables,word}.test.ts"] },
];
