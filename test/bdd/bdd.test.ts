import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bdd, type Diagram } from "../../src/bdd/bdd.ts";
import { cheapestAssignment } from "../../src/bdd/witness.ts";
import { CountingBdd } from "./counting-bdd.ts";

const VARIABLES = 5;

type Formula =
  | { op: "variable"; variable: number }
  | { op: "not"; operand: Formula }
  | { op: "and" | "or" | "xor" | "implies"; left: Formula; right: Formula };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 6 },
    fc.record({ op: fc.constant("variable" as const), variable: fc.nat(VARIABLES - 1) }),
    fc.record({ op: fc.constant("not" as const), operand: tie("formula") }),
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const, "xor" as const, "implies" as const),
      left: tie("formula"),
      right: tie("formula"),
    }),
  ),
}));

function lower(bdd: Bdd, node: Formula): Diagram {
  switch (node.op) {
    case "variable":
      return bdd.variable(node.variable);
    case "not":
      return bdd.not(lower(bdd, node.operand));
    default:
      return bdd[node.op](lower(bdd, node.left), lower(bdd, node.right));
  }
}

function truth(node: Formula, row: number): boolean {
  switch (node.op) {
    case "variable":
      return ((row >> node.variable) & 1) === 1;
    case "not":
      return !truth(node.operand, row);
    case "and":
      return truth(node.left, row) && truth(node.right, row);
    case "or":
      return truth(node.left, row) || truth(node.right, row);
    case "xor":
      return truth(node.left, row) !== truth(node.right, row);
    case "implies":
      return !truth(node.left, row) || truth(node.right, row);
  }
}

const perTrueVariable = (_: number, value: boolean): number => Number(value);

const rows = Array.from({ length: 1 << VARIABLES }, (_, row) => row);
const table = (node: Formula): string => rows.map((row) => Number(truth(node, row))).join("");
const onesIn = (row: number): number => rows.filter((bit) => (row >> bit) & 1).length;

describe("decision diagrams", () => {
  test("have the truth table of the formula they were made from", () => {
    fc.assert(
      fc.property(formula, (node) => {
        const bdd = new CountingBdd();
        const diagram = lower(bdd, node);
        const values = rows.map((row) =>
          Number(bdd.evaluate(diagram, (variable) => ((row >> variable) & 1) === 1)),
        );
        expect(values.join("")).toBe(table(node));
      }),
    );
  });

  test("are the same number exactly if the formulas have the same truth table", () => {
    fc.assert(
      fc.property(formula, formula, (left, right) => {
        const bdd = new CountingBdd();
        expect(lower(bdd, left) === lower(bdd, right)).toBe(table(left) === table(right));
      }),
    );
  });

  test("meet exactly where both formulas are true in some row, which makes no nodes", () => {
    fc.assert(
      fc.property(formula, formula, (left, right) => {
        const bdd = new CountingBdd();
        const [one, other] = [lower(bdd, left), lower(bdd, right)];
        const before = bdd.nodeCount;
        expect(bdd.meets(one, other)).toBe(
          rows.some((row) => truth(left, row) && truth(right, row)),
        );
        expect(bdd.nodeCount).toBe(before);
      }),
    );
  });

  test("made apart count against a limit of their own only", () => {
    const bdd = new Bdd(100);
    const variables = (count: number, first: number): void => {
      for (let variable = first; variable < first + count; variable++) bdd.variable(variable);
    };
    bdd.apart(500, () => {
      variables(500, 0);
    });
    expect(() => {
      bdd.apart(500, () => {
        variables(501, 500);
      });
    }).toThrow("decision diagrams need more than 500 nodes");
    // The terminals are nodes, too.
    variables(98, 2000);
    expect(() => bdd.variable(3000)).toThrow("decision diagrams need more than 100 nodes");
  });

  test("hold for some values of bound variables exactly in rows where some such values make them true", () => {
    fc.assert(
      fc.property(formula, fc.nat((1 << VARIABLES) - 1), (node, bound) => {
        const bdd = new CountingBdd();
        const diagram = bdd.existsAll(
          lower(bdd, node),
          (variable) => ((bound >> variable) & 1) === 1,
        );
        const values = rows.map((row) =>
          bdd.evaluate(diagram, (variable) => ((row >> variable) & 1) === 1),
        );
        const isTrueForSome = rows.map((row) =>
          rows.some((other) => (other & ~bound) === (row & ~bound) && truth(node, other)),
        );
        expect(values).toEqual(isTrueForSome);
      }),
    );
  });

  test("restricted to a value agree with the rows that have it", () => {
    fc.assert(
      fc.property(formula, fc.nat(VARIABLES - 1), fc.boolean(), (node, variable, value) => {
        const bdd = new CountingBdd();
        const restricted = bdd.restrict(lower(bdd, node), variable, value);
        expect(bdd.support(restricted)).not.toContain(variable);
        for (const row of rows.filter((each) => (((each >> variable) & 1) === 1) === value)) {
          const at = (each: number): boolean => ((row >> each) & 1) === 1;
          expect(bdd.evaluate(restricted, at)).toBe(truth(node, row));
        }
      }),
    );
  });

  test("restricted to values of several variables agree with the rows that have them", () => {
    const values = fc.array(fc.option(fc.boolean(), { nil: undefined }), {
      minLength: VARIABLES,
      maxLength: VARIABLES,
    });
    fc.assert(
      fc.property(formula, values, (node, given) => {
        const bdd = new Bdd();
        const restricted = bdd.restrictAll(lower(bdd, node), (variable) => given[variable]);
        for (const variable of bdd.support(restricted)) expect(given[variable]).toBeUndefined();
        for (const row of rows) {
          const at = (each: number): boolean => given[each] ?? ((row >> each) & 1) === 1;
          const known = given.reduce((all, _, each) => all | (at(each) ? 1 << each : 0), 0);
          expect(bdd.evaluate(restricted, at)).toBe(truth(node, known));
        }
      }),
    );
  });

  test("yield a witness with the fewest true variables, and none for a contradiction", () => {
    fc.assert(
      fc.property(formula, (node) => {
        const bdd = new CountingBdd();
        const witness = cheapestAssignment(bdd, lower(bdd, node), perTrueVariable);
        const solutions = rows.filter((row) => truth(node, row));
        if (witness === undefined) expect(solutions).toEqual([]);
        else {
          expect(witness.cost).toBe(Math.min(...solutions.map(onesIn)));
          const ones = [...witness.values].filter(([, value]) => value);
          expect(ones.length).toBe(witness.cost);
          const row = ones.reduce((sum, [variable]) => sum | (1 << variable), 0);
          expect(truth(node, row)).toBe(true);
        }
      }),
    );
  });
});
