/** Measures caprules against the targets of its design; asserts nothing about time. */

import { cpus } from "node:os";
import { benchInitRows } from "./init-rows.ts";
import { benchInit } from "./init.ts";
import { benchKvm } from "./kvm.ts";
import { benchNatural } from "./natural.ts";
import { benchProcesses } from "./processes.ts";
import { benchProof } from "./proof.ts";
import { benchProofs } from "./proofs.ts";
import { benchReadLeaves } from "./read-leaves.ts";

const processors = cpus();
console.log(`Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? "unknown"}`);
console.log("Each result is the median over rounds that take turns (and the quartiles).");

// The proof comes first, so that its first run is the first of the process.
await benchProof();
await benchProofs();
await benchInit();
await benchInitRows();
await benchReadLeaves();
benchKvm();
benchProcesses();
benchNatural();
