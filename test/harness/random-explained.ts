/** Says of a failure with which rule file it was. */

/** @throws what the action does, with the rule file. */
export async function explained(text: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw new Error(`${String(error)}\n--- the rule file:\n${text}`, { cause: error });
  }
}
