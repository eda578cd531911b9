/** A bundled rule file, as the bundler and the test runner import it. */
declare module "*.rules" {
  export const text: string;
  /** Its packed syntax tree (`grammar/packed-tree.ts`); only in the bundle. */
  export const packedTree: string | undefined;
}
