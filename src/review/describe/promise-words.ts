/** Describes changes of promises, for all output formats of a comparison. */

import type { PromiseChange } from "../promises/promise-change.ts";
import { counted } from "../../base/words.ts";
import type { DescribedDeclaration, DiffResult } from "../diff.ts";

const KINDS: Readonly<Record<PromiseChange["kind"], string>> = {
  assert: "assertion",
  test: "test",
  assume: "assumption",
};

/** `assertion withdrawn`, `new assumption` */
export function promiseTitle({ kind, change }: PromiseChange): string {
  return change === "made" ? `new ${KINDS[kind]}` : `${KINDS[kind]} ${change}`;
}

/** The changed declarations, without promises and roles, which are reported separately. */
export function otherDeclarations(diff: DiffResult["diff"]): readonly DescribedDeclaration[] {
  const { isCompared = false, declarations = [] } = diff ?? {};
  const told: readonly DescribedDeclaration["kind"][] = isCompared
    ? ["role of set", "assertion", "assumption"]
    : ["role of set"];
  return declarations.filter(({ kind }) => !told.includes(kind));
}

/** The changed promises of all programs, without duplicates. */
export function promisesOf(
  programs: readonly { readonly result: DiffResult }[],
): readonly PromiseChange[] {
  const all = programs.flatMap(({ result }) => result.diff?.promises ?? []);
  return [
    ...new Map(
      all.map((each) => [
        JSON.stringify([each.kind, each.change, each.text, each.file, each.line]),
        each,
      ]),
    ).values(),
  ];
}

/**
 * `2 assertions withdrawn`, `1 test broken`: the parts of the first line about promises that count
 * as findings.
 */
export function promiseCounts(promises: readonly PromiseChange[]): readonly string[] {
  const counts = new Map<string, { readonly each: PromiseChange; readonly count: number }>();
  for (const each of promises.filter(({ isFinding }) => isFinding)) {
    const title = promiseTitle(each);
    counts.set(title, { each, count: (counts.get(title)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ each: { kind, change }, count }) =>
    change === "made"
      ? counted(count, `new ${KINDS[kind]}`)
      : `${counted(count, KINDS[kind])} ${change}`,
  );
}
