/** Converts changed roles, unpaired sets, promises and broad acceptances to SARIF results. */

import type { ReportingDescriptor, Result } from "sarif";

import type { DescribedDeclaration } from "../diff.ts";
import type { PromiseChange } from "../promises/promise-change.ts";
import { ACCEPTED_FILE } from "../accept/accepted-file.ts";
import { promiseTitle } from "../describe/promise-words.ts";
import { roleText, unpairedSetText } from "../describe/role-words.ts";
import { messageText, placeLocation, suppressions } from "./sarif-parts.ts";
import { broaderText } from "../describe/idle-words.ts";
import type { BroaderItem } from "../programs/idle-acceptances.ts";

function warningRule(id: string, text: string): ReportingDescriptor {
  return { id, shortDescription: { text }, defaultConfiguration: { level: "warning" } };
}

export const ROLE_RULES: readonly ReportingDescriptor[] = [
  warningRule("role", "The role of a capability set (exposed, denied, internal) changed."),
];

export function roleResult(role: DescribedDeclaration): Result {
  const { name, detail = "", file = "", line = 1, accepted } = role;
  return {
    ruleId: "role",
    level: "warning",
    message: { text: messageText(`role of set ${name} changed: ${roleText(role)}`) },
    locations: [placeLocation(file, line)],
    ...suppressions(accepted),
    partialFingerprints: { "caprulesRole/v1": `${name} ${detail}` },
    properties: { set: name },
  };
}

export const SET_RULES: readonly ReportingDescriptor[] = [
  warningRule("set", "A capability set is on one side only."),
];

export function unpairedSetResult(set: DescribedDeclaration): Result {
  const { name, change, role, file, line, accepted } = set;
  return {
    ruleId: "set",
    level: role === "internal" ? "note" : "warning",
    message: { text: messageText(unpairedSetText(set)) },
    locations: file === undefined || line === undefined ? [] : [placeLocation(file, line)],
    ...suppressions(accepted),
    partialFingerprints: { "caprulesSet/v1": `${name} ${change}` },
    properties: { set: name, change, role },
  };
}

export const PROMISE_RULES: readonly ReportingDescriptor[] = [
  warningRule("promise", "An assertion, a test or an assumption changed."),
];

export function promiseResult(promise: PromiseChange): Result {
  const { kind, change, text, side, file, line, notes } = promise;
  return {
    ruleId: "promise",
    level: "warning",
    message: { text: messageText([`${promiseTitle(promise)}: ${text}`, ...notes].join("; ")) },
    locations: [placeLocation(file, line)],
    partialFingerprints: { "caprulesPromise/v1": `${kind} ${change} ${text}` },
    properties: { kind, change, side, text },
  };
}

export const BROADER_RULES: readonly ReportingDescriptor[] = [
  warningRule("broader", "An acceptance accepts more than the change that is made."),
];

export function broaderResult(broader: BroaderItem): Result {
  const { item, bit, excess, isWhole, instead } = broader;
  return {
    ruleId: "broader",
    level: "warning",
    message: { text: messageText(broaderText(broader)) },
    locations: [placeLocation(ACCEPTED_FILE, 1)],
    partialFingerprints: { "caprulesBroader/v1": `${item.program} ${bit} ${excess}` },
    properties: {
      program: item.program,
      acceptance: item.acceptance,
      bit,
      excess,
      isWhole,
      ...(instead === undefined ? {} : { instead }),
    },
  };
}
