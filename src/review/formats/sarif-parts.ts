/** How SARIF writes messages, places and what was accepted. */

import type { Location, Result } from "sarif";

import type { ChangeAcceptance } from "../accept/accepted-change.ts";

/** Brackets would begin a link, and braces name an argument. */
export function messageText(text: string): string {
  return text.replace(/[[\]\\]/g, "\\$&").replace(/[{}]/g, "$&$&");
}

/** Nothing for what no one has accepted. */
export function suppressions(accepted: ChangeAcceptance | undefined): Pick<Result, "suppressions"> {
  if (accepted === undefined) return {};
  return {
    suppressions: accepted.because.map((justification) => ({
      kind: "external",
      status: "accepted",
      justification,
    })),
  };
}

/** @param line from 1. */
export function placeLocation(file: string, line: number): Location {
  return {
    physicalLocation: { artifactLocation: { uri: artifactUri(file) }, region: { startLine: line } },
  };
}

/** Relative where the name of the file is. Files that come with caprules have URIs for names. */
export function artifactUri(file: string): string {
  if (file.startsWith("caprules:")) return encodeURI(file);
  const path = file.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
