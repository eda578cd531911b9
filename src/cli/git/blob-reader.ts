/** Rule files as a commit has them. */

import { posix } from "node:path";

import type { FileContent, ReadFile } from "../../names/read-file.ts";
import { decodeText } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import { readBlob, type Repository } from "./repository.ts";

/** Names are relative to the current folder, as they are in the working tree. Each file is read once. */
export function blobReader(repository: Repository, commit: string): ReadFile {
  const known = new Map<string, FileContent>();
  return (name) => {
    const content = known.get(name) ?? readContent(repository, commit, name);
    known.set(name, content);
    return content;
  };
}

function readContent(repository: Repository, commit: string, name: string): FileContent {
  const path = posix.normalize(repository.prefix + name);
  if (path.startsWith("../") || path.startsWith("/")) return { kind: "outside" };
  const blob = readBlob(repository, commit, path);
  return blob === undefined ? { kind: "missing" } : decodeText(blob, LARGEST_RULE_FILE);
}
