import { Bdd, type Diagram, type Variable } from "../../src/bdd/bdd.ts";

/**
 * Gives up where something takes more steps than it should, so that a loop without an end fails at once.
 * Each step looks at a diagram.
 */
export class CountingBdd extends Bdd {
  #stepsLeft = 200_000;

  override variableOf(diagram: Diagram): Variable {
    this.#step();
    return super.variableOf(diagram);
  }

  override low(diagram: Diagram): Diagram {
    this.#step();
    return super.low(diagram);
  }

  override high(diagram: Diagram): Diagram {
    this.#step();
    return super.high(diagram);
  }

  #step(): void {
    if (--this.#stepsLeft < 0) throw new Error("too many steps");
  }
}
