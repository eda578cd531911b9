/**
 * Reduced ordered binary decision diagrams: boolean functions of numbered variables. Equal
 * functions have equal numbers.
 *
 * A diagram is an index into the node table. Node 0 is false, node 1 is true; every other node tests
 * one variable and has a smaller index than its parents, so a pass in index order visits children
 * first. Variables are tested in ascending order. The table only grows; it is shared by all diagrams
 * of one `Bdd`, and nothing is shared between two.
 */

import { LimitExceeded } from "../base/limit.ts";

/** An index into the node table of the `Bdd` that made it. */
export type Diagram = number;

/** A boolean variable's place in the order, from 0. */
export type Variable = number;

export const FALSE: Diagram = 0;
export const TRUE: Diagram = 1;

/** The variable number of terminals, which sorts them after every variable. */
const TERMINAL: Variable = 0x7fff_ffff;

/** Stands for the third operand in result cache entries of `meets`. */
const MEETS: Diagram = -1;

/** Deeper recursion could overflow the stack on hosts with little memory. */
const DEPTH_LIMIT = 3000;

export const DEFAULT_NODE_LIMIT = 2_000_000;

export class Bdd {
  #nodeLimit: number;
  /** The number of nodes that do not count against the limit. */
  #uncounted = 0;
  #variables: Int32Array = new Int32Array(1024);
  #lows: Int32Array = new Int32Array(1024);
  #highs: Int32Array = new Int32Array(1024);
  #count = 2;
  /**
   * A hash table with open addressing. 0 marks an empty slot, since terminals are never looked up.
   */
  #slots: Int32Array = new Int32Array(4096);
  /**
   * A direct-mapped, lossy cache of results of `ite` and `meets`. Each entry is condition, yes, no,
   * result.
   */
  #cache: Int32Array = new Int32Array(4 * 1024);
  #depth = 0;

  constructor(nodeLimit: number = DEFAULT_NODE_LIMIT) {
    this.#nodeLimit = nodeLimit;
    this.#variables[FALSE] = TERMINAL;
    this.#variables[TRUE] = TERMINAL;
  }

  /** The number of nodes in the table, terminals included. */
  get nodeCount(): number {
    return this.#count;
  }

  /** The variable that a diagram tests first. The diagram must not be a terminal. */
  variableOf(diagram: Diagram): Variable {
    return this.#variables[diagram] ?? TERMINAL;
  }

  /** The diagram that is left when the first variable is false. */
  low(diagram: Diagram): Diagram {
    return this.#lows[diagram] ?? FALSE;
  }

  /** The diagram that is left when the first variable is true. */
  high(diagram: Diagram): Diagram {
    return this.#highs[diagram] ?? FALSE;
  }

  variable(variable: Variable): Diagram {
    return this.#node(variable, FALSE, TRUE);
  }

  constant(value: boolean): Diagram {
    return value ? TRUE : FALSE;
  }

  not(operand: Diagram): Diagram {
    return this.ite(operand, FALSE, TRUE);
  }

  and(left: Diagram, right: Diagram): Diagram {
    return left < right ? this.ite(left, right, FALSE) : this.ite(right, left, FALSE);
  }

  or(left: Diagram, right: Diagram): Diagram {
    return left < right ? this.ite(left, TRUE, right) : this.ite(right, TRUE, left);
  }

  xor(left: Diagram, right: Diagram): Diagram {
    return this.ite(left, this.not(right), right);
  }

  implies(premise: Diagram, conclusion: Diagram): Diagram {
    return this.ite(premise, conclusion, TRUE);
  }

  /**
   * If-then-else, on which all other operations are built.
   * @throws LimitExceeded when the node limit or the recursion limit is reached.
   */
  ite(condition: Diagram, yes: Diagram, no: Diagram): Diagram {
    if (condition === TRUE) return yes;
    if (condition === FALSE) return no;
    if (yes === no) return yes;
    if (yes === TRUE && no === FALSE) return condition;

    const slot = this.#cacheSlot(condition, yes, no);
    const cache = this.#cache;
    if (cache[slot] === condition && cache[slot + 1] === yes && cache[slot + 2] === no) {
      return cache[slot + 3] ?? FALSE;
    }
    this.#enter();
    const top = Math.min(this.variableOf(condition), this.variableOf(yes), this.variableOf(no));
    const whenFalse = this.ite(
      this.#cofactor(condition, top, false),
      this.#cofactor(yes, top, false),
      this.#cofactor(no, top, false),
    );
    const whenTrue = this.ite(
      this.#cofactor(condition, top, true),
      this.#cofactor(yes, top, true),
      this.#cofactor(no, top, true),
    );
    this.#depth--;
    const result = this.#node(top, whenFalse, whenTrue);
    this.#remember(condition, yes, no, result);
    return result;
  }

  /** True if some case satisfies both diagrams. Unlike `and`, it makes no nodes. */
  meets(left: Diagram, right: Diagram): boolean {
    if (left === FALSE || right === FALSE) return false;
    if (left === TRUE || right === TRUE || left === right) return true;
    const [one, other] = left < right ? [left, right] : [right, left];

    const slot = this.#cacheSlot(one, other, MEETS);
    const cache = this.#cache;
    if (cache[slot] === one && cache[slot + 1] === other && cache[slot + 2] === MEETS) {
      return cache[slot + 3] === TRUE;
    }
    this.#enter();
    const top = Math.min(this.variableOf(one), this.variableOf(other));
    const result =
      this.meets(this.#cofactor(one, top, false), this.#cofactor(other, top, false)) ||
      this.meets(this.#cofactor(one, top, true), this.#cofactor(other, top, true));
    this.#depth--;
    this.#remember(one, other, MEETS, this.constant(result));
    return result;
  }

  /**
   * Runs an action with its own node limit. Its nodes never count against the table's limit.
   * @throws LimitExceeded when the action makes more than `nodes` nodes.
   */
  apart<T>(nodes: number, action: () => T): T {
    const outside = { limit: this.#nodeLimit, uncounted: this.#uncounted };
    const before = this.#count;
    this.#nodeLimit = nodes;
    this.#uncounted = before;
    try {
      return action();
    } finally {
      this.#nodeLimit = outside.limit;
      this.#uncounted = outside.uncounted + this.#count - before;
    }
  }

  /** The function with one variable fixed to a value. */
  restrict(diagram: Diagram, variable: Variable, value: boolean): Diagram {
    return this.restrictAll(diagram, (each) => (each === variable ? value : undefined));
  }

  /**
   * The function with several variables fixed.
   * @param valueOf undefined for a variable that stays free; called once for each variable.
   */
  restrictAll(diagram: Diagram, valueOf: (variable: Variable) => boolean | undefined): Diagram {
    const values = new Map<Variable, boolean | undefined>();
    const valueAt = (node: Diagram): boolean | undefined => {
      const variable = this.variableOf(node);
      if (!values.has(variable)) values.set(variable, valueOf(variable));
      return values.get(variable);
    };
    let top = diagram;
    while (top > TRUE) {
      const value = valueAt(top);
      if (value === undefined) break;
      top = value ? this.high(top) : this.low(top);
    }
    const results = new Map<Diagram, Diagram>();
    for (const node of this.reachable(top)) {
      const low = results.get(this.low(node)) ?? this.low(node);
      const high = results.get(this.high(node)) ?? this.high(node);
      const value = valueAt(node);
      const chosen = value === true ? high : low;
      results.set(
        node,
        value === undefined ? this.#node(this.variableOf(node), low, high) : chosen,
      );
    }
    return results.get(top) ?? top;
  }

  /** True in the cases in which some value of the variable makes the diagram true. */
  exists(diagram: Diagram, variable: Variable): Diagram {
    return this.or(this.restrict(diagram, variable, false), this.restrict(diagram, variable, true));
  }

  /** True in the cases in which some values of the bound variables make the diagram true. */
  existsAll(diagram: Diagram, isBound: (variable: Variable) => boolean): Diagram {
    const results = new Map<Diagram, Diagram>();
    for (const node of this.reachable(diagram)) {
      const variable = this.variableOf(node);
      const low = results.get(this.low(node)) ?? this.low(node);
      const high = results.get(this.high(node)) ?? this.high(node);
      results.set(node, isBound(variable) ? this.or(low, high) : this.#node(variable, low, high));
    }
    return results.get(diagram) ?? diagram;
  }

  /** The variables on which the diagram depends, ascending. */
  support(diagram: Diagram): readonly Variable[] {
    const variables = new Set<Variable>();
    for (const node of this.reachable(diagram)) variables.add(this.variableOf(node));
    return [...variables].sort((a, b) => a - b);
  }

  /** The value of the diagram under an assignment. */
  evaluate(diagram: Diagram, isTrue: (variable: Variable) => boolean): boolean {
    let node = diagram;
    while (node > TRUE) node = isTrue(this.variableOf(node)) ? this.high(node) : this.low(node);
    return node === TRUE;
  }

  /** The inner nodes of the diagram in ascending order: children before parents. */
  reachable(diagram: Diagram): readonly Diagram[] {
    if (diagram <= TRUE) return [];
    const seen = new Set<Diagram>([diagram]);
    const pending = [diagram];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (const child of [this.low(node), this.high(node)]) {
        if (child > TRUE && !seen.has(child)) {
          seen.add(child);
          pending.push(child);
        }
      }
    }
    return [...seen].sort((a, b) => a - b);
  }

  /** Counts the depth of recursion. @throws LimitExceeded at the recursion limit. */
  #enter(): void {
    if (++this.#depth <= DEPTH_LIMIT) return;
    this.#depth = 0;
    throw new LimitExceeded(`a decision diagram is deeper than ${DEPTH_LIMIT} variables`);
  }

  #cofactor(diagram: Diagram, variable: Variable, value: boolean): Diagram {
    if (this.variableOf(diagram) !== variable) return diagram;
    return value ? this.high(diagram) : this.low(diagram);
  }

  #node(variable: Variable, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low;
    const mask = this.#slots.length - 1;
    let slot = hash(variable, low, high) & mask;
    for (let node = this.#slots[slot]; node; node = this.#slots[slot]) {
      if (
        this.#highs[node] === high &&
        this.#lows[node] === low &&
        this.#variables[node] === variable
      ) {
        return node;
      }
      slot = (slot + 1) & mask;
    }
    if (this.#count - this.#uncounted >= this.#nodeLimit) {
      this.#depth = 0;
      throw new LimitExceeded(`decision diagrams need more than ${this.#nodeLimit} nodes`);
    }
    const node = this.#count++;
    if (node >= this.#variables.length) this.#growNodes();
    this.#variables[node] = variable;
    this.#lows[node] = low;
    this.#highs[node] = high;
    this.#slots[slot] = node;
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return node;
  }

  #growNodes(): void {
    this.#variables = doubled(this.#variables);
    this.#lows = doubled(this.#lows);
    this.#highs = doubled(this.#highs);
  }

  /** Grows the hash table, and the result cache with it, so that the cache's hit rate stays. */
  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let node = 2; node < this.#count; node++) {
      let slot = hash(this.variableOf(node), this.low(node), this.high(node)) & mask;
      while (slots[slot]) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.#slots = slots;
    this.#cache = new Int32Array(slots.length * 2);
  }

  #cacheSlot(condition: Diagram, yes: Diagram, no: Diagram): number {
    return (hash(condition, yes, no) & (this.#cache.length / 4 - 1)) * 4;
  }

  /**
   * Stores a result. The slot is computed again, because the table may have grown since the
   * look-up.
   */
  #remember(condition: Diagram, yes: Diagram, no: Diagram, result: Diagram): void {
    const slot = this.#cacheSlot(condition, yes, no);
    this.#cache[slot] = condition;
    this.#cache[slot + 1] = yes;
    this.#cache[slot + 2] = no;
    this.#cache[slot + 3] = result;
  }
}

function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77) ^ Math.imul(c, 0xc2b2_ae3d);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b_3c6d) >>> 7;
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
