/**
 * Reads QEMU's reply to `query-cpu-model-expansion`, with or without the enclosing `return`: the
 * features that are on and those that are off. QEMU lists each property of the CPU model, many
 * under several spellings. Switches of the model itself are skipped, and so are numbers and texts
 * that are not features of a layout.
 */

import { otherArchitecture } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { shorten } from "./numbers.ts";
import type { Findings } from "./findings.ts";
import { describeJson, type JsonMember, type JsonValue, memberOf } from "./parse-json.ts";
import { featureOfProperty, isX86Property } from "./qemu-names.ts";
import type { FeatureName, FeaturesReading } from "./reading.ts";
import { reportShape } from "./report-shape.ts";

/** The object with the model's properties; undefined if the value is no such reply. */
export function findProperties(value: JsonValue): JsonValue | undefined {
  const reply = memberOf(value, "return") ?? value;
  return memberOf(memberOf(reply, "model") ?? reply, "props");
}

export function readQemuModel(
  properties: JsonValue,
  findings: Findings,
): FeaturesReading | undefined {
  if (properties.kind !== "object") {
    reportShape(properties, { what: "`props`", expected: "an object" }, findings);
    return undefined;
  }
  const { members } = properties;
  if (!members.some(({ name }) => isX86Property(name))) {
    const [first] = members;
    const found = first === undefined ? "no property" : `\`${shorten(first.name)}\``;
    findings.add(report(otherArchitecture, first?.nameSpan ?? properties.span, { found }));
    return undefined;
  }
  const named = (state: boolean): readonly FeatureName[] =>
    members
      .filter(({ value }) => stateOf(value) === state)
      .flatMap(({ name, nameSpan }) => featureOfProperty(name, nameSpan) ?? []);
  const vendor = memberOf(properties, "vendor");
  return {
    kind: "features",
    format: "QEMU JSON",
    vendor: vendor?.kind === "string" ? vendor.value : undefined,
    features: named(true),
    off: named(false),
    // A reply lists the properties that this version of QEMU knows, and a static expansion lists
    // even fewer.
    isExhaustive: false,
    misstated: members.filter(({ value }) => stateOf(value) === undefined).flatMap(misstate),
  };
}

function misstate({ name, nameSpan, value }: JsonMember): FeaturesReading["misstated"] {
  const feature = featureOfProperty(name, nameSpan);
  return feature === undefined ? [] : [{ feature, found: describeJson(value), span: value.span }];
}

/**
 * The state of a property; undefined if the value is neither on nor off. QEMU accepts the words
 * `on` and `off`, too.
 */
function stateOf(value: JsonValue): boolean | undefined {
  if (value.kind === "boolean") return value.value;
  if (value.kind !== "string") return undefined;
  return value.value === "on" ? true : value.value === "off" ? false : undefined;
}
