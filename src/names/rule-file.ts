/** How rule files are told from others. */

export function isRuleFile(file: string): boolean {
  return file.endsWith(".rules");
}
