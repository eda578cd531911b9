/** `npm run vectors -- --policy 7.1.5 FILE…`: the generated code of KVM's policy against the kernel's own. */

import { runVectors } from "./run-vectors.ts";

process.exitCode = await runVectors(process.argv.slice(2), process.cwd(), (line) => {
  console.log(line);
});
