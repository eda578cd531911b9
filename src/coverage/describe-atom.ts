/** Describes an atom and its value in words, resolved for one bit. */

import { unreachable } from "../base/unreachable.ts";
import { counterpart } from "../model/counterpart.ts";
import { bitLabel } from "../model/layout.ts";
import type { Enumeration, Expr, SetBit } from "../model/model.ts";
import { oneLine } from "../model/rule-text.ts";

/** `host.XSAVE is on`, `vendor is amd`, `guest has no CPUID_7_ECX`, `tdp is off`. */
export function describeAtom({ set, bit }: SetBit, expr: Expr, isOn: boolean): string {
  const state = isOn ? "on" : "off";
  switch (expr.kind) {
    case "this": {
      const place = counterpart(set.layout, bit, expr.bitmap.layout);
      return typeof place === "number"
        ? `${expr.bitmap.name}.${bitLabel(expr.bitmap.layout, place)} is ${state}`
        : `${expr.bitmap.name} is ${state}`;
    }
    case "bit":
      return `${expr.bitmap.name}.${bitLabel(expr.bitmap.layout, expr.bit)} is ${state}`;
    case "flag":
      return `${expr.flag.name} is ${state}`;
    case "enum":
      return `${expr.enumeration.name} is ${isOn ? "" : "not "}${valueNames(expr.enumeration, expr.values)}`;
    case "has": {
      const word = expr.input.layout.words.find(({ address }) => address?.entry === expr.entry);
      return `${expr.input.name} has ${isOn ? "" : "no "}${word?.name ?? "entry"}`;
    }
    case "member":
      return `the bit is ${isOn ? "" : "not "}in ${expr.list.name}`;
    case "class":
      return `${expr.name} is ${state}`;
    case "applied":
    case "constant":
    case "not":
    case "and":
    case "or":
    case "xor":
    case "implies":
    case "choice":
      return `${oneLine(expr.span)} is ${state}`;
    default:
      return unreachable(expr);
  }
}

function valueNames({ values }: Enumeration, chosen: readonly number[]): string {
  return chosen.map((value) => values[value] ?? "").join(" or ");
}
