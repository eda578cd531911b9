/**
 * Lists the tests that judge the mutants of each folder: the mirrored tests, and quick tests that
 * use the folder from outside.
 */

export interface Folder {
  /** From the root of the repository. */
  readonly path: string;
  /**
   * Globs of test files. Tests that take seconds are listed only if mutants would survive without
   * them.
   */
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
    path: "src/codegen/typescript/emit",
    tests: [
      "test/codegen/typescript/emit/{argument-checks,checks-needed,escape,init-statements,leaf-readers,module}.test.ts",
      "test/codegen/typescript/emit/{names,overlap-comments,word-expression}.test.ts",
    ],
  },
  { path: "src/cpuid", tests: ["test/cpuid/!(damaged-*).test.ts"] },
  { path: "src/interpreter", tests: ["test/interpreter/*.test.ts"] },
  {
    path: "src/checks",
    tests: [
      "test/checks/{assertions,exclusive-conditions,hollow-tests,idle-rules,limits,missing-reasons}.test.ts",
      "test/checks/vacuous-claims.test.ts",
      "test/codegen/typescript/emit/overlap-comments.test.ts",
    ],
  },
  {
    path: "src/meaning",
    tests: [
      "test/meaning/*.test.ts",
      "test/explain/*.test.ts",
      "test/evaluate/{evaluate,unknown}.test.ts",
      "test/review/merging.test.ts",
      "test/rule-tests/*.test.ts",
    ],
  },
  {
    path: "src/codegen/plan",
    tests: [
      "test/codegen/plan/{atoms,bitmaps,code-growth,combine-groups,formula,group-bits,limits,long-words}.test.ts",
      "test/codegen/plan/{plan,plan-values,rule-notes,rule-order,temporaries,word-expr}.test.ts",
    ],
  },
  {
    path: "src/coverage",
    tests: [
      "test/coverage/{coverage,merged-reports,mutants,mutation,random-mutation,texts}.test.ts",
    ],
  },
  {
    path: "src/review/compare",
    tests: [
      "test/review/{changes,claim-text,conflicts,declarations,exclusions,hosts}.test.ts",
      "test/review/{match-bits,replay-changes,restated,roles,this-bit-text}.test.ts",
      "test/cli/diff-{assumptions,declarations}.test.ts",
    ],
  },
  {
    path: "src/review/promises",
    tests: [
      "test/review/{assertions,claims-through-stages,decide-promise,tests}.test.ts",
      "test/review/undecided-promises.test.ts",
      "test/cli/diff-promises.test.ts",
    ],
  },
  {
    path: "src/review/merge",
    tests: ["test/review/{merged-sets,merging}.test.ts"],
  },
  {
    path: "src/codegen/typescript/verify",
    tests: ["test/codegen/typescript/verify/{checks,evaluate,read-back,tables,word}.test.ts"],
  },
];
