/** Builds the report of a policy as one self-contained page. */

import { hasOwnRules, type CapabilitySet, type Model } from "../model/model.ts";
import { bitFacts, type FormulaOf } from "./bit-facts.ts";
import { findDependencies, type Dependencies } from "./dependencies.ts";
import { bitGraph, bitmapGraph } from "./dependency-graphs.ts";
import { graphSection } from "../picture/graph-section.ts";
import { markup, NOTHING, type Markup } from "../picture/markup.ts";
import { counted, ruleList } from "./rule-list.ts";
import { inputList, promiseList } from "./promises.ts";
import { picturePage, picturePlace } from "../picture/picture-page.ts";
import { setPicture } from "./set-picture.ts";

export interface PageRequest {
  readonly model: Model;
  /** Names of the policy's root files. */
  readonly entry: readonly string[];
  readonly formulaOf: FormulaOf;
}

/** @returns the text of an HTML file. */
export async function buildPage({ model, entry, formulaOf }: PageRequest): Promise<string> {
  const dependencies = findDependencies(model);
  const grids = model.sets.map((set) => setPicture(set, bitFacts(set, dependencies, formulaOf)));
  const sets = model.sets.map((set, at) => setSection(set, at, dependencies));
  const files = entry.join(", ");
  return picturePage({
    origin: files,
    title: `Capability policy: ${files}`,
    lead: NOTHING,
    picture: { grids },
    listed: "all rules",
    contents: model.sets.map((set, at) => ({ title: set.name, target: sectionId(at) })),
    body: markup`<section><h2>Sets and what they read</h2>${graphSection(bitmapGraph(model, dependencies), "which set reads which")}</section>
${sets}${inputList(model)}${promiseList(model)}`,
  });
}

function setSection(set: CapabilitySet, at: number, dependencies: Dependencies): Markup {
  const exceptions = set.bits.filter(hasOwnRules).length;
  const role = set.role === "exposed" ? "" : `, ${set.role}`;
  const about = set.description === undefined ? NOTHING : markup`<p>${set.description}</p>`;
  return markup`<section id="${sectionId(at)}"><h2>${set.name} <small>${set.layout.name}${role}, ${counted(exceptions, "exception")}</small></h2>${about}
${picturePlace(at, set.name)}
<h3>Rules of ${set.name}</h3>
${ruleList(set)}${graphSection(bitGraph(set, dependencies), "which bit names which")}</section>
`;
}

/** Numbered, because a set's name may clash with another id of the page. */
function sectionId(at: number): string {
  return `set${at}`;
}
