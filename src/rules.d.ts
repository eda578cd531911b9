/** A rule file that comes with caprules, as the bundler and the test runner give it. */
declare module "*.rules" {
  export const text: string;
  /** Its packed syntax tree (`grammar/packed-tree.ts`); only in the bundle. */
  export const packedTree: string | undefined;
}
