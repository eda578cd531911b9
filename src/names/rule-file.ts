/** Recognizes rule files by name. */

export function isRuleFile(file: string): boolean {
  return file.endsWith(".rules");
}
