/**
 * Computes the governance of each bit of the capability sets. For a set that extends another, only
 * changed bits are computed: see `inheritance.ts`.
 */

import { EMPTY_LIST, valueAt, withValues, type SharedList } from "../base/shared-list.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { unknownName } from "../diagnostics/names.ts";
import { noDefault } from "../diagnostics/rules.ts";
import { bitGovernor, type BitGovernor } from "./bit-governor.ts";
import { reportUnmatchedBits } from "./check-counterparts.ts";
import type { SetDraft } from "./collect-sets.ts";
import { governanceAtOrigin } from "./inheritance.ts";
import { allBits, bitsNamed, wordNamed, type BitIndex } from "./layout.ts";
import type { BitGovernance, CapabilitySet, Inheritance, SetGovernance } from "./model.ts";
import { scopeIn, type Scope } from "./scope.ts";
import { NO_LAYER, stateLayer, type StatedLayer } from "./state-rules.ts";

/** Computes and stores the governance of each set's bits. */
export function governSets(drafts: readonly SetDraft[], scope: Scope): void {
  const governed = new Map<SetDraft, GovernedSet>();
  for (const draft of drafts) {
    const waiting = layersOf(draft).filter((each) => !governed.has(each));
    for (const each of waiting) {
      const base = each.base && governed.get(each.base);
      governed.set(each, govern(each, scopeIn(scope, each.scope), base));
    }
  }
}

/** The facts about a set that the sets extending it need. */
interface GovernedSet {
  readonly set: CapabilitySet;
  readonly stated: StatedLayer;
  /**
   * By bit index, the set that changed the bit last. No value if no set after the first base
   * changed it.
   */
  readonly origins: SharedList<CapabilitySet>;
  readonly firstBase: CapabilitySet;
  /** True if no mistake removed a statement that may have been a default. */
  readonly isUnderstood: boolean;
  /** Bits without a default. */
  readonly lacking: ReadonlySet<BitIndex>;
}

/** @param scope the scope in which the set's expressions are resolved. */
function govern(draft: SetDraft, scope: Scope, base: GovernedSet | undefined): GovernedSet {
  const { set } = draft.scope;
  const known = scope.diagnostics.length;
  const inherited = base !== undefined && !readsAnew(draft, scope) ? base : undefined;
  const layers = inherited
    ? [stateLayer(draft, scope, inherited.stated)]
    : stateLayers(draft, scope);
  const stated = layers.at(-1) ?? NO_LAYER;
  const statements = layers.flatMap((layer) => layer.statements);
  const isUnderstood =
    inherited?.isUnderstood !== false &&
    scope.brokenNames.size === 0 &&
    !scope.diagnostics.slice(known).some(({ code }) => code === unknownName.code);

  const bits = inherited ? stated.changedBits : allBits(set.layout);
  const governor = bitGovernor(set, scope, stated.rules);
  const changed = new Map(bits.map((bit) => [bit, governor.sharedGovernanceOf(bit)]));
  const lacking = bitsLacking(inherited?.lacking, changed, governor);
  if (isUnderstood && lacking.size > 0) {
    scope.diagnostics.push(report(noDefault, set.span, { set: set.name }));
  }
  reportUnmatchedBits(scope, set.layout, changed, statements);

  const origins = inherited
    ? withValues(
        inherited.origins,
        bits.map((bit) => [bit, set]),
      )
    : EMPTY_LIST;
  const firstBase = inherited?.firstBase ?? set;
  const originOf = (bit: BitIndex): CapabilitySet => valueAt(origins, bit) ?? firstBase;
  draft.fill(
    inherited
      ? governanceOfLayer(set, { base: inherited.set, changed, originOf }, governor)
      : { inheritance: undefined, bits: rememberList(() => [...changed.values()]) },
  );
  return { set, stated, origins, firstBase, isUnderstood, lacking };
}

/**
 * True if a name that the set declares also has a meaning in its bases: a prelude name, a bit or a
 * leaf. All inherited statements must then be resolved again.
 */
function readsAnew({ scope: { set, locals } }: SetDraft, { namespace }: Scope): boolean {
  return [...locals.keys()].some(
    (name) =>
      namespace.names.has(name) ||
      bitsNamed(set.layout, name).length > 0 ||
      wordNamed(set.layout, name) !== undefined,
  );
}

/** All layers of a set, resolved in the set's own scope. */
function stateLayers(draft: SetDraft, scope: Scope): readonly StatedLayer[] {
  const layers: StatedLayer[] = [];
  for (const each of layersOf(draft)) {
    layers.push(stateLayer(each, scope, layers.at(-1) ?? NO_LAYER));
  }
  return layers;
}

/** The sets that this one extends, first base first, then the set itself. */
function layersOf(draft: SetDraft): readonly SetDraft[] {
  const layers: SetDraft[] = [];
  for (let each: SetDraft | undefined = draft; each !== undefined; each = each.base) {
    layers.push(each);
  }
  return layers.reverse();
}

/**
 * The bits without a default: those that lacked one in the base or are changed, and lack one now.
 */
function bitsLacking(
  inherited: ReadonlySet<BitIndex> = new Set(),
  changed: ReadonlyMap<BitIndex, BitGovernance>,
  { nothing }: BitGovernor,
): ReadonlySet<BitIndex> {
  const lacking = new Set([...inherited].filter((bit) => !changed.has(bit)));
  for (const [bit, { base }] of changed) if (base === nothing) lacking.add(bit);
  return lacking;
}

/** Computes the governance of all bits on first use. */
function governanceOfLayer(
  set: CapabilitySet,
  inheritance: Inheritance,
  { governanceOf, isReadAlike }: BitGovernor,
): SetGovernance {
  const allOf = (): readonly BitGovernance[] =>
    allBits(set.layout).map((bit) =>
      isReadAlike(bit) ? governanceAtOrigin({ set, bit }) : governanceOf(bit),
    );
  return { inheritance, bits: rememberList(allOf) };
}

function rememberList<T>(make: () => readonly T[]): () => readonly T[] {
  let list: readonly T[] | undefined;
  return () => (list ??= make());
}
