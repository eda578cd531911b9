/** Quotes arguments for commands that a user can copy. */

/** Quotes an argument for a POSIX shell. */
export function quoteArgument(argument: string): string {
  return /^[\w./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
