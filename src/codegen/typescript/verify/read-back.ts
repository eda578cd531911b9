/**
 * Converts the text of an emitted module back to decision diagrams, one for each bit of each set.
 * Nothing is assumed about the text. Code outside the subset that the emitter prints fails with a
 * reason. `compare.ts` then compares the diagrams with the meaning of the rules.
 */

import type { ts } from "ts-morph";
import { limitedAt, type LimitPlace } from "../../../base/limit.ts";
import { definitely } from "../../../base/unreachable.ts";
import { FALSE, TRUE, type Bdd, type Diagram } from "../../../bdd/bdd.ts";
import { bitmapType, moduleNames } from "../emit/module-names.ts";
import type { Atoms } from "../../../meaning/lower.ts";
import type { SetPlan } from "../../plan/plan.ts";
import type { EmittedFunction, ReadBack, ReadBackRequest } from "../../target.ts";
import { FIRST_UNUSED, inputArray, outArray, type OutArray } from "./arrays.ts";
import { CannotFollow, describe } from "./cannot-follow.ts";
import { cannotFollow, type TypeScript } from "./evaluate.ts";
import { execute, type Argument } from "./execute.ts";
import { checkInputsInterface } from "./inputs-interface.ts";
import { indexModule, parseModule, syntaxErrors, type EmittedModule } from "./module.ts";
import { checkLayout, checkOtherConstants } from "./tables.ts";
import type { Value } from "./value.ts";

/**
 * A separate limit: executing the text operation by operation makes many temporary diagrams, which
 * do not count against the limit of the rules.
 */
const MOST_NODES = 8_000_000;

/** @throws LimitExceeded when the diagrams grow over their limit. */
export async function readBack(text: string, request: ReadBackRequest): Promise<ReadBack> {
  const { ts } = await import("../emit/ts-morph.ts");
  const source = parseModule(ts, text);
  const errors = syntaxErrors(ts, source);
  if (errors.length > 0) return { functions: [], failures: errors };

  return request.bdd.apart(MOST_NODES, () => readModule(ts, source, request));
}

function readModule(ts: TypeScript, source: ts.SourceFile, request: ReadBackRequest): ReadBack {
  const functions: EmittedFunction[] = [];
  const failures: string[] = [];
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof CannotFollow)) throw error;
      failures.push(describe(error, source));
    }
  };
  attempt(() => {
    const module = indexModule(ts, source);
    const names = moduleNames(request.plans);
    for (const [layout, layoutNames] of names.layouts) {
      attempt(() => {
        checkLayout(ts, module, layout, layoutNames);
      });
    }
    attempt(() => {
      checkOtherConstants(module, names.layouts.values());
    });
    for (const plan of request.plans) {
      const { init, initRows, inputs } = definitely(names.sets.get(plan.set), "sets have names");
      const outType = bitmapType(names, plan.set.layout);
      attempt(() => {
        checkInputsInterface(ts, module, inputs, plan, names);
      });
      attempt(() => {
        const wanted = { name: init, inputsType: inputs, outType, form: "one row", plan } as const;
        functions.push(readFunction(ts, module, request, wanted));
      });
      attempt(() => {
        const wanted = { name: initRows, inputsType: inputs, outType, form: "rows", plan } as const;
        functions.push(readFunction(ts, module, request, wanted));
      });
    }
  });
  return { functions, failures };
}

interface FunctionRequest {
  readonly name: string;
  /** The interface of its inputs. */
  readonly inputsType: string;
  /** The type of `out`. */
  readonly outType: string;
  readonly form: "one row" | "rows";
  readonly plan: SetPlan;
}

function readFunction(
  ts: TypeScript,
  module: EmittedModule,
  request: ReadBackRequest,
  wanted: FunctionRequest,
): EmittedFunction {
  const place = (): LimitPlace => ({
    span: wanted.plan.set.span,
    what: `whether the code of ${wanted.name} does what the rules say`,
    help: "split the set: the code of each set is proved for itself",
  });
  return limitedAt(place, () => followFunction(ts, module, request, wanted));
}

function followFunction(
  ts: TypeScript,
  module: EmittedModule,
  { bdd, atoms }: ReadBackRequest,
  { name, inputsType, outType, form, plan }: FunctionRequest,
): EmittedFunction {
  const { set } = plan;
  const declaration = exportedFunction(module, name);
  const out = outArray(set);
  const members = inputMembers(atoms, plan);
  const values: Argument[] = [
    { type: outType, value: { kind: "array", array: out } },
    ...(members.size > 0
      ? [{ type: inputsType, value: { kind: "inputs", members } } as const]
      : []),
    ...(form === "rows" ? [{ type: "number", value: { kind: "rows" } } as const] : []),
  ];
  const frame = { ts, bdd, atoms, form, constants: module.constants };
  const result = execute({ frame, module, out }, declaration, values);
  if (result?.kind !== "array" || result.array !== out) {
    return cannotFollow(nameOf(declaration), "it does not return `out`");
  }
  return { name, set, bits: writtenBits(bdd, out, declaration) };
}

/** The value of each member of the inputs, by name. */
function inputMembers(atoms: Atoms, plan: SetPlan): ReadonlyMap<string, Value> {
  const { bitmaps, flags, enumerations } = plan;
  const members: (readonly [string, Value])[] = [
    ...bitmaps.map(
      (bitmap, ordinal) =>
        [bitmap.name, { kind: "array", array: inputArray(bitmap, ordinal) }] as const,
    ),
    ...flags.map((flag) => [flag.name, { kind: "boolean", diagram: atoms.flag(flag) }] as const),
    ...enumerations.map((each) => [each.name, { kind: "enum", enumeration: each }] as const),
  ];
  return new Map(members);
}

function exportedFunction(module: EmittedModule, name: string): ts.FunctionDeclaration {
  const declaration = module.functions.get(name);
  if (declaration === undefined || !module.exported.has(name)) {
    return cannotFollow(module.source, `it exports no function \`${name}\``);
  }
  return declaration;
}

function writtenBits(bdd: Bdd, out: OutArray, declaration: ts.FunctionDeclaration): Diagram[] {
  const bits: Diagram[] = [];
  for (let word = 0; word < out.rowLength; word++) {
    const written = out.written.get(word);
    if (written === undefined)
      return cannotFollow(nameOf(declaration), `word ${word} is never written`);
    bits.push(...written.bits);
  }
  if (dependsOnUnused(bdd, bits)) {
    return cannotFollow(nameOf(declaration), "it depends on presence bits that no entry has");
  }
  return bits;
}

/** Checks all diagrams in one pass, since they share most of their nodes. */
function dependsOnUnused(bdd: Bdd, diagrams: readonly Diagram[]): boolean {
  const seen = new Set<Diagram>([FALSE, TRUE]);
  const pending = [...diagrams];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (bdd.variableOf(node) >= FIRST_UNUSED) return true;
    pending.push(bdd.low(node), bdd.high(node));
  }
  return false;
}

/** Errors about a whole function quote its name only. */
function nameOf(declaration: ts.FunctionDeclaration): ts.Node {
  return declaration.name ?? declaration;
}
