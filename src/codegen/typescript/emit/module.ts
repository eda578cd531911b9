/** Turns word plans into the text of one TypeScript module without imports. */

import type { EmitRequest } from "../../emit-request.ts";

/** The same request gives the same text on every machine. */
export async function emitModule(request: EmitRequest): Promise<string> {
  const { printModule } = await import("./print-module.ts");
  return printModule(request);
}
