/** Generates modules in TypeScript. */

import type { Target } from "../target.ts";
import { emitModule } from "./emit/module.ts";
import { nameClashes } from "./emit/name-clashes.ts";
import { readBack } from "./verify/read-back.ts";

export const typescript: Target = {
  name: "TypeScript",
  findClashes: nameClashes,
  emit: emitModule,
  readBack,
};
