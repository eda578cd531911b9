/** `npm run z3 [-- --seed 1 --pairs 200 --claims 1000 --readings 5]`: z3 judges what caprules says of KVM's and of random policies. */

import { runZ3 } from "./run-z3.ts";

process.exitCode = await runZ3(process.argv.slice(2), process.cwd(), (line) => {
  console.log(line);
});
