import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { emitModule } from "../../src/emit/module.ts";
import { exceptions, everyExpression } from "./examples.ts";
test("x", async () => {
  writeFileSync("test/emit/golden/exceptions.ts", await emitModule(exceptions));
  writeFileSync("test/emit/golden/every-expression.ts", await emitModule(everyExpression));
});
