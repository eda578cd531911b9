/** The verbs of the command line, in the order in which `--help` lists them. */

import type { Verb } from "../verb.ts";
import { buildVerb } from "./build.ts";
import { checkVerb } from "./check.ts";
import { diffVerb } from "./diff.ts";
import { evalVerb } from "./eval.ts";
import { explainVerb } from "./explain.ts";
import { fmtVerb } from "./fmt.ts";
import { gitSetupAlias, gitVerb, mergeAlias } from "./git.ts";
import { initVerb } from "./init.ts";
import { proveVerb } from "./prove.ts";
import { reportVerb } from "./report.ts";
import { testVerb } from "./test.ts";

export const verbs: readonly Verb[] = [
  initVerb,
  fmtVerb,
  checkVerb,
  buildVerb,
  evalVerb,
  explainVerb,
  proveVerb,
  reportVerb,
  testVerb,
  diffVerb,
  gitVerb,
  gitSetupAlias,
  mergeAlias,
];
