/** Rule files are imported as text, by the bundler as by the test runner. */
declare module "*.rules" {
  const text: string;
  export default text;
}
