/** Builds messages, places and suppressions of SARIF. */

import type { Location, Result } from "sarif";

import type { ChangeAcceptance } from "../accept/accepted-change.ts";

/** Brackets would begin a link, and braces name an argument. */
export function messageText(text: string): string {
  return text.replace(/[[\]\\]/g, "\\$&").replace(/[{}]/g, "$&$&");
}

/** Returns nothing for a change that is not accepted. */
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

/** @param line 1-based. */
export function placeLocation(file: string, line: number): Location {
  return {
    physicalLocation: { artifactLocation: { uri: artifactUri(file) }, region: { startLine: line } },
  };
}

/** The URI of a file; relative if its name is. Names of bundled files are URIs already. */
export function artifactUri(file: string): string {
  if (file.startsWith("caprules:")) return encodeURI(file);
  const path = file.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
