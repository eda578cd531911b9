/** Reads `--given 'tdp; vendor = amd'`: the flags that are on, and the values of enums. */

import type { Enumeration, Flag } from "../model/model.ts";
import { UsageError } from "./exit.ts";

export interface Given {
  /** Names of the flags that are on. */
  readonly flags: readonly string[];
  /** The values, by enum name. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Declared {
  readonly flags: readonly Flag[];
  readonly enums: readonly Enumeration[];
}

interface Item {
  readonly name: string;
  /** Undefined for a flag. */
  readonly value: string | undefined;
  /** False for `!tdp`, which states the default. */
  readonly isOn: boolean;
}

export function readGiven(texts: readonly string[], declared: Declared): Given {
  const items = texts.flatMap((text) => text.split(";")).filter((text) => text.trim() !== "");
  const byName = new Map<string, Item>();
  for (const item of items.map(readItem)) {
    checkKind(item, declared);
    if (byName.has(item.name)) throw new UsageError(`\`${item.name}\` is given twice`);
    byName.set(item.name, item);
  }
  const given = [...byName.values()];
  return {
    flags: given.flatMap(({ name, value, isOn }) => (value === undefined && isOn ? [name] : [])),
    values: Object.fromEntries(
      given.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

/** Rejects missing enums: no value of an enum means off, so each must be given. */
export function rejectMissing(enums: readonly Enumeration[], { values }: Given): void {
  const missing = enums.find(({ name }) => !Object.hasOwn(values, name));
  if (missing !== undefined) {
    throw new UsageError(
      `the result depends on \`${missing.name}\`, which is not given`,
      `add ${listedValues(missing)}`,
    );
  }
}

function readItem(text: string): Item {
  const [, not = "", name, value] =
    /^\s*(!?)\s*(\w+(?:\.\w+)?)\s*(?:=\s*(\w+)\s*)?$/.exec(text) ?? [];
  if (name === undefined || (not !== "" && value !== undefined)) {
    throw new UsageError(
      `\`${text.trim()}\` cannot be given`,
      "write a flag, or an enum with its value: `--given 'tdp; vendor = amd'`",
    );
  }
  return { name, value, isOn: not === "" };
}

/**
 * Rejects a flag with a value and an enum without one. Unknown names are left to `evaluate`, which
 * suggests the nearest one.
 */
function checkKind({ name, value, isOn }: Item, { flags, enums }: Declared): void {
  const enumeration = enums.find((each) => each.name === name);
  if (enumeration !== undefined && value === undefined) {
    throw new UsageError(`\`${name}\` is an enum`, `write ${listedValues(enumeration)}`);
  }
  const flag = flags.find((each) => each.name === name);
  if (flag !== undefined && value !== undefined) {
    throw new UsageError(`\`${name}\` is a flag, which has no value`, `write \`--given ${name}\``);
  }
  if (flag === undefined && !isOn) throw new UsageError(`the rules have no flag named \`${name}\``);
}

function listedValues({ name, values }: Enumeration): string {
  return values.map((value) => `\`--given '${name} = ${value}'\``).join(" or ");
}
