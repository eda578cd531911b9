/** Makes a failing text small: takes out pieces as long as it still fails. */

/** How long shrinking may take. */
const MOST_MILLISECONDS = 20_000;

export async function shrink(
  start: string,
  stillFails: (text: string) => Promise<boolean>,
): Promise<string> {
  const end = Date.now() + MOST_MILLISECONDS;
  let text = start;
  for (const separator of ["\n", ""]) {
    let parts = text.split(separator);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < parts.length && Date.now() < end;) {
        const fewer = parts.toSpliced(at, size);
        if (await stillFails(fewer.join(separator))) parts = fewer;
        else at += size;
      }
    }
    text = parts.join(separator);
  }
  return text;
}
