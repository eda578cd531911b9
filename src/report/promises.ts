/**
 * Lists the premises of a policy and the claims proved about it: inputs, flags, assumptions,
 * assertions.
 */

import { positionAt } from "../base/source-text.ts";
import { spanText, type Span } from "../base/span.ts";
import type { Model } from "../model/model.ts";
import { markup, NOTHING, type Markup } from "../picture/markup.ts";

export function inputList({ inputs, flags, enums }: Model): Markup {
  const items = [
    ...inputs.map((each) => ({ ...each, what: `bitmap of ${each.layout.name}` })),
    ...flags.map((each) => ({ ...each, what: "flag" })),
    ...enums.map((each) => ({ ...each, what: `one of ${each.values.join(", ")}` })),
  ].map(({ name, what, description }) => {
    const about = description === undefined ? NOTHING : markup` <q>${description}</q>`;
    return markup`<li><code>${name}</code> ${what}${about}</li>`;
  });
  return section("Inputs", items);
}

export function promiseList({ assumptions, assertions }: Model): Markup {
  return markup`${section(
    "Assumptions",
    assumptions.map(({ span }) => statement(span, undefined)),
  )}${section(
    "Proved",
    assertions.map(({ span, because }) => statement(span, because)),
  )}`;
}

function section(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return NOTHING;
  return markup`<section><h2>${title}</h2><ul class="rules">${items}</ul></section>
`;
}

/** The statement as written, on one line, without its reason. */
function statement(span: Span, because: string | undefined): Markup {
  const { source, start } = span;
  const text = spanText(span)
    .replace(/#[^\n]*/g, " ")
    .replace(/\bbecause\s+"[\s\S]*$/, "")
    .replace(/\s+/g, " ")
    .trim();
  const reason = because === undefined ? NOTHING : markup` <q>${because}</q>`;
  return markup`<li><code>${text}</code>${reason} <small>${source.name}:${positionAt(source, start).line}</small></li>`;
}
