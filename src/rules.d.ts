/** A bundled rule file, as the bundler and the test runner import it. */
declare module "*.rules" {
  export const text: string;
  /** The packed syntax tree of the file (`grammar/packed-tree.ts`); only in the bundle. */
  export const packedTree: string | undefined;
}
