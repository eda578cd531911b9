/** The settings that git needs for rule files, and the state of these settings in a repository. */

import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";

import { ACCEPTED_FILE } from "../../review/accept/accepted-file.ts";
import { UsageError } from "../exit.ts";
import { isGenerated } from "../generated-file.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";
import { hasLine, patternFor, withoutAttribute } from "./attributes.ts";
import { workingFiles } from "./list-files.ts";
import type { Repository } from "./repository.ts";
import { readSetting } from "./settings.ts";

export interface SetupPlan {
  /** The new text of `.gitattributes`, and its new lines. */
  readonly attributes: {
    readonly isNew: boolean;
    readonly text: string;
    readonly added: readonly string[];
  };
  readonly settings: readonly Setting[];
}

export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly isSet: boolean;
}

export const ATTRIBUTES_FILE = ".gitattributes";

const RULES_PATTERN = "*.rules";
const RULES_ATTRIBUTES = ["diff=caprules", "merge=caprules"];
const ACCEPTED_ATTRIBUTES = ["merge=caprules"];
const GENERATED_ATTRIBUTE = "linguist-generated";

/** Lines that open a block at the left margin, and parts of a layout further in. Rules themselves are the content of hunks. */
const HUNK_HEADER =
  "^((caps|layout|class|enum|test|when)[ \t].*)$\n^[ \t]*((caps|leaf|word)[ \t].*)$";

/** Names and numbers, which may hold any letters; operators; every other character by itself. */
const WORD = "([^[:space:][:punct:]]|_)+|->|==|!=|[^[:space:]]";

/**
 * @param root the repository, at its root.
 * @param prefix the path of the current folder relative to the root, ending in `/`, or empty.
 * @throws UsageError if `.gitattributes` cannot be read, or is a link, which git would not follow.
 */
export function planSetup(root: Repository, prefix: string): SetupPlan {
  const settings = {
    "diff.caprules.xfuncname": HUNK_HEADER,
    "diff.caprules.wordRegex": WORD,
    "merge.caprules.name": "rules, merged as text and judged by meaning",
    "merge.caprules.driver": driver(root, prefix),
  };
  return {
    attributes: planAttributes(root),
    settings: Object.entries(settings).map(([key, value]) => ({
      key,
      value,
      isSet: readSetting(root, key) === value,
    })),
  };
}

/**
 * The command of the merge driver, which git runs in a shell at the root of the working tree. Git
 * quotes the path; the other names are those of its temporary files. If the command cannot run,
 * because the branch predates its installation or Node is missing, the driver falls back to git's
 * merge of texts. Otherwise the file would stay as in ours, without a marker.
 */
function driver(root: Repository, prefix: string): string {
  const merge = "merge --marker-size=%L --path=%P -- %O %A %B";
  const installed = findInstalled(root, prefix);
  // A percent sign would be a placeholder for git.
  const command = quoteArgument(installed ?? "").replaceAll("%", "%%");
  const [canRun, run] =
    installed === undefined
      ? ["npx --no-install caprules --version >/dev/null 2>&1", "npx --no-install caprules"]
      : [`test -x ${command}`, command];
  return [
    `s=127; if ${canRun}; then ${run} ${merge}; s=$?; fi`,
    "test $s -gt 1 || exit $s",
    "echo 'caprules could not run, so rules are merged as text only' >&2",
    "git merge-file --marker-size=%L -L ours -L base -L theirs -- %A %O %B",
  ].join("; ");
}

/** The path of the command as npm installs it, at the root or in the current folder. */
function findInstalled({ cwd }: Repository, prefix: string): string | undefined {
  return ["", prefix]
    .map((folder) => `./${folder}node_modules/.bin/caprules`)
    .find((command) => existsSync(join(cwd, command)));
}

function planAttributes(root: Repository): SetupPlan["attributes"] {
  const path = join(root.cwd, ATTRIBUTES_FILE);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new UsageError(
      `\`${ATTRIBUTES_FILE}\` is a symbolic link`,
      "make it a file: git reads no attributes through a link",
    );
  }
  const content = readTextFile(path, LARGEST_RULE_FILE);
  if (content.kind !== "text" && content.kind !== "missing") {
    throw new UsageError(`\`${ATTRIBUTES_FILE}\` exists, but it is not a text file`);
  }
  const old = content.kind === "text" ? content.text : "";
  const generated = withoutAttribute(root, GENERATED_ATTRIBUTE, generatedFiles(root));
  const added = [
    ...(hasLine(old, RULES_PATTERN, RULES_ATTRIBUTES)
      ? []
      : [[RULES_PATTERN, ...RULES_ATTRIBUTES].join(" ")]),
    ...(hasLine(old, ACCEPTED_FILE, ACCEPTED_ATTRIBUTES)
      ? []
      : [[ACCEPTED_FILE, ...ACCEPTED_ATTRIBUTES].join(" ")]),
    ...generated.map((file) => `${patternFor(file)} ${GENERATED_ATTRIBUTE}`),
  ];
  const lineEnd = old.includes("\r\n") ? "\r\n" : "\n";
  const before = old === "" || old.endsWith("\n") ? old : `${old}${lineEnd}`;
  const text = [before, ...added.map((line) => `${line}${lineEnd}`)].join("");
  return { isNew: content.kind === "missing", text, added };
}

/** Modules and pages that git knows or would add. */
function generatedFiles(root: Repository): readonly string[] {
  return workingFiles(root).filter(
    (file) => /\.(?:m?ts|html)$/.test(file) && isGenerated(join(root.cwd, file)),
  );
}
