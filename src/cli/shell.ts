/** Commands that a user can copy. */

/** The argument as a POSIX shell takes it. */
export function quoteArgument(argument: string): string {
  return /^[\w./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
