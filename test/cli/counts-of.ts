/** The line of a comparison's text that counts its changes: the last one before the first gap. */
export function countsOf(stdout: string): string | undefined {
  return stdout.split("\n\n")[0]?.trimEnd().split("\n").at(-1);
}
