/** Parses a file of accepted changes strictly: unknown content is an error. */

import { SET_ROLES } from "../../../grammar/syntax-tree.ts";
import { positionAt } from "../../base/source-text.ts";
import type { Span } from "../../base/span.ts";
import { unreachable } from "../../base/unreachable.ts";
import { Findings } from "../../cpuid/findings.ts";
import { describeJson, memberOf, parseJson, type JsonValue } from "../../cpuid/parse-json.ts";
import type { RoleChange } from "../compare/change.ts";
import type { FileContent } from "../../names/read-file.ts";
import {
  ACCEPTED_FILE,
  ACCEPTED_VERSION,
  type AcceptedFile,
  type FileAcceptance,
  type FileChange,
} from "./accepted-file.ts";

export type ParsedAcceptances =
  | { readonly kind: "file"; readonly file: AcceptedFile }
  | { readonly kind: "missing" }
  /**
   * The file is not in the form that `--accept` writes. `problem` gives reason and place, `help`
   * advice; one line each.
   */
  | { readonly kind: "broken"; readonly problem: string; readonly help: string | undefined };

/** @param where the state of the file, for messages: `caprules.accepted.json of main (1a2b3c4d5e)`. */
export function parseAccepted(content: FileContent, where: string): ParsedAcceptances {
  try {
    const file = readContent(content, where);
    return file === undefined ? { kind: "missing" } : { kind: "file", file };
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    return { kind: "broken", problem: error.message, help: error.help };
  }
}

/** Ends the reading of a file. */
class BrokenFile extends Error {
  readonly help: string | undefined;

  constructor(problem: string, help?: string) {
    super(problem);
    this.help = help;
  }
}

function readContent(content: FileContent, where: string): AcceptedFile | undefined {
  switch (content.kind) {
    case "missing":
      return undefined;
    case "text":
      return readFile(content.text, where);
    case "directory":
      throw new BrokenFile(`${where} is a folder`, `move it: ${HOLDS}`);
    case "not-utf8":
      throw new BrokenFile(`${where} is not text: see byte ${content.offset}`, HELP);
    case "too-large":
      throw new BrokenFile(`${where} is too large: it has ${content.size} bytes`, HELP);
    case "unreadable":
      throw new BrokenFile(`${where} cannot be read: ${content.reason}`);
    case "outside":
      throw new BrokenFile(`${where} lies outside of the repository`);
    default:
      return unreachable(content);
  }
}

const HOLDS = `${ACCEPTED_FILE} holds the changes that were accepted`;
const HELP = "restore it from git, or remove it and accept again";

function readFile(text: string, name: string): AcceptedFile {
  rejectMarkers(text, name);
  const source = { name, text };
  const findings = new Findings();
  const [value, second] = parseJson(source, findings);
  const [wrong] = findings.diagnostics;
  if (wrong !== undefined) throw new BrokenFile(`${placeOf(wrong.span)}${wrong.message}`, HELP);
  if (value === undefined) throw new BrokenFile(`${name} is empty`, HELP);
  if (second !== undefined) throw broken(second, "there must be nothing after the object");
  const version = memberOf(value, "version");
  if (version?.kind === "number" && version.value > ACCEPTED_VERSION) {
    throw new BrokenFile(
      `${placeOf(version.span)}this is version ${version.value} of the file, and this caprules knows ${ACCEPTED_VERSION}`,
      "use the caprules that wrote it, or a newer one",
    );
  }
  const { acceptances } = members(value, "the file", ["version", "acceptances"]);
  if (version?.kind !== "number" || version.value !== ACCEPTED_VERSION) {
    throw broken(version ?? value, `\`version\` must be ${ACCEPTED_VERSION}`);
  }
  return { acceptances: itemsIn(acceptances, "acceptances").map(readAcceptance) };
}

/**
 * Reports git's conflict markers specially: advice to restore the file would lose acceptances of
 * the branches.
 */
function rejectMarkers(text: string, name: string): void {
  const line = text.split("\n").findIndex((each) => /^<{7,} /.test(each)) + 1;
  if (line === 0) return;
  throw new BrokenFile(
    `${name}:${line}:1: a merge conflict begins here`,
    "keep the acceptances of both branches; after `npx caprules git setup`, git does this by itself",
  );
}

function readAcceptance(value: JsonValue): FileAcceptance {
  const { because, changes } = members(value, "an acceptance", ["because", "changes"]);
  return {
    because: filled(because, "because"),
    changes: itemsIn(changes, "changes").map(readChange),
  };
}

function readChange(value: JsonValue): FileChange {
  const has = (name: string): boolean => memberOf(value, name) !== undefined;
  if (!has("set")) {
    const { program, change } = members(value, "a change", ["program", "change"]);
    return { program: filled(program, "program"), change: oneOf(change, "change", SIDES) };
  }
  if (has("change")) {
    const { program, set, change } = members(value, "a change", ["program", "set", "change"]);
    return {
      program: filled(program, "program"),
      set: filled(set, "set"),
      change: oneOf(change, "change", [...SIDES, ...ROLE_CHANGES]),
    };
  }
  const found = members(value, "a change", ["program", "set", "bits", "direction", "condition"]);
  return {
    program: filled(found.program, "program"),
    set: filled(found.set, "set"),
    bits: itemsIn(found.bits, "bits").map((bit) => filled(bit, "a bit")),
    direction: oneOf(found.direction, "direction", ["gained", "lost"]),
    condition: filled(found.condition, "condition"),
  };
}

const SIDES = ["added", "removed"] as const;

const ROLE_CHANGES: readonly RoleChange[] = SET_ROLES.flatMap((old) =>
  SET_ROLES.filter((role) => role !== old).map((role) => `${old} to ${role}` as const),
);

/** The object must have exactly these members, each once. */
function members<Name extends string>(
  value: JsonValue,
  what: string,
  names: readonly Name[],
): Readonly<Record<Name, JsonValue>> {
  if (value.kind !== "object") {
    throw broken(value, `${what} must be an object, not ${describeJson(value)}`);
  }
  const found = new Map<string, JsonValue>();
  for (const { name, nameSpan, value: member } of value.members) {
    if (!names.some((each) => each === name)) {
      throw broken({ span: nameSpan }, `${what} has no member \`${name}\``);
    }
    if (found.has(name)) throw broken({ span: nameSpan }, `\`${name}\` stands here twice`);
    found.set(name, member);
  }
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) throw broken(value, `${what} must have a member \`${missing}\``);
  // Every name was found.
  return Object.fromEntries(found) as Record<Name, JsonValue>;
}

function itemsIn(value: JsonValue, name: string): readonly JsonValue[] {
  if (value.kind === "array") return value.items;
  throw broken(value, `\`${name}\` must be a list, not ${describeJson(value)}`);
}

function filled(value: JsonValue, name: string): string {
  const shown = name.includes(" ") ? name : `\`${name}\``;
  if (value.kind !== "string") {
    throw broken(value, `${shown} must be a string, not ${describeJson(value)}`);
  }
  if (value.value.trim() === "") throw broken(value, `${shown} must not be empty`);
  return value.value;
}

function oneOf<Word extends string>(value: JsonValue, name: string, words: readonly Word[]): Word {
  const word = words.find((each) => value.kind === "string" && value.value === each);
  if (word !== undefined) return word;
  const choice = words.map((each) => `"${each}"`).join(" or ");
  const found = value.kind === "string" ? `"${value.value}"` : describeJson(value);
  throw broken(value, `\`${name}\` must be ${choice}, not ${found}`);
}

function broken({ span }: { readonly span: Span }, problem: string): BrokenFile {
  return new BrokenFile(`${placeOf(span)}${problem}`, HELP);
}

function placeOf(span: Span | undefined): string {
  if (span === undefined) return "";
  const { line, column } = positionAt(span.source, span.start);
  return `${span.source.name}:${line}:${column}: `;
}
