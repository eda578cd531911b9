/** Asks z3 whether formulas can hold. */

import { init, killThreads, Z3_lbool } from "z3-solver";

import type { SmtScript } from "./smt-script.ts";

export interface Solver {
  readonly open: (script: Pick<SmtScript, "lines">) => Questions;
  /** Without it the process does not end. */
  readonly close: () => Promise<void>;
}

export interface Questions {
  /** True if the formula is satisfiable together with the assertions of the script. */
  readonly canHold: (formula: string) => Promise<boolean>;
  readonly close: () => void;
}

/** The parser takes text from a stack of a few megabytes. */
const LINES_AT_ONCE = 500;

export async function startSolver(): Promise<Solver> {
  const api = await init();
  const { Z3 } = api;
  const context = Z3.mk_context(Z3.mk_config());
  const propositional = Z3.mk_string_symbol(context, "QF_UF");

  const open = ({ lines }: Pick<SmtScript, "lines">): Questions => {
    const parser = Z3.mk_parser_context(context);
    Z3.parser_context_inc_ref(context, parser);
    // All is propositional: z3's solver for no logic in particular takes forty times as long.
    const solver = Z3.mk_solver_for_logic(context, propositional);
    Z3.solver_inc_ref(context, solver);

    const assertAll = (commands: readonly string[]): void => {
      const text = commands.join("\n");
      const assertions = Z3.parser_context_from_string(context, parser, text);
      Z3.ast_vector_inc_ref(context, assertions);
      const count = Z3.ast_vector_size(context, assertions);
      const expected = commands.filter((each) => each.startsWith("(assert ")).length;
      if (count !== expected) {
        throw new Error(`z3 reads ${count} of ${expected} assertions of ${text.slice(0, 500)}`);
      }
      for (let place = 0; place < count; place++) {
        Z3.solver_assert(context, solver, Z3.ast_vector_get(context, assertions, place));
      }
      Z3.ast_vector_dec_ref(context, assertions);
    };

    for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
      assertAll(lines.slice(start, start + LINES_AT_ONCE));
    }
    return {
      // `eval_smtlib2_string` is no alternative: it frees its text while another thread reads it.
      canHold: async (formula) => {
        Z3.solver_push(context, solver);
        assertAll([`(assert ${formula})`]);
        const answer = await Z3.solver_check(context, solver);
        Z3.solver_pop(context, solver, 1);
        if (answer === Z3_lbool.Z3_L_UNDEF) throw new Error(`z3 cannot decide ${formula}`);
        return answer === Z3_lbool.Z3_L_TRUE;
      },
      close: () => {
        Z3.solver_dec_ref(context, solver);
        Z3.parser_context_dec_ref(context, parser);
      },
    };
  };
  return {
    open,
    close: async () => {
      await killThreads(api.em);
    },
  };
}
