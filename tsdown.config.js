import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, defineConfig } from "tsdown";

const PARSER = "node_modules/.cache/caprules-parser";

/** Rule files as modules, with their syntax trees, so that no start of caprules parses them. */
const rulesAsModules = {
  name: "rules-as-modules",
  async load(id) {
    if (!id.endsWith(".rules")) return undefined;
    const text = await readFile(id, "utf8");
    const { parse, packTree } = await import(pathToFileURL(resolve(PARSER, "index.js")).href);
    const { tree, diagnostics } = parse({ name: id, text });
    if (diagnostics.length > 0) throw new Error(`${id}: ${diagnostics[0].message}`);
    const exports = Object.entries({ text, packedTree: packTree(tree) });
    const code = exports.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
    return { code: code.join("\n"), moduleType: "js" };
  },
};

/** All but what emits, proves and runs code, and reads dumps; types are a bundle of their own. */
function isCore(id) {
  if (id.endsWith(".d.ts")) return false;
  return (
    /\/(grammar|rules)\//.test(id) ||
    /\/src\/(?!index\.ts|cli\/(main|write-atomically)\.ts|emit|verify\/|replay\/|plan\/|cpuid\/)/.test(
      id,
    ) ||
    /\/node_modules\/(chevrotain|@chevrotain|lodash-es|commander|picocolors)\//.test(id)
  );
}

/** The licences of what is bundled must go with it. */
async function writeNotices({ outDir }) {
  const packages = [
    ["chevrotain", "LICENSE.txt"],
    ["lodash-es", "LICENSE"],
    ["commander", "LICENSE"],
    ["picocolors", "LICENSE"],
    ["fast-xml-parser", "LICENSE"],
    ["diff", "LICENSE"],
  ];
  const notices = packages.map(async ([name, file]) => {
    const licence = await readFile(`node_modules/${name}/${file}`, "utf8");
    return `# ${name}\n\n${licence.trim()}\n`;
  });
  await writeFile(`${outDir}/THIRD-PARTY-NOTICES.txt`, (await Promise.all(notices)).join("\n\n"));
}

await build({
  config: false,
  entry: { index: "grammar/build-time.ts" },
  outDir: PARSER,
  platform: "node",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
});

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts" },
  platform: "node",
  // `.js`, as package.json says, because its "type" is "module".
  fixedExtension: false,
  target: "node20",
  dts: { entry: ["src/index.ts"] },
  plugins: [rulesAsModules],
  minify: true,
  outputOptions: {
    // What every command needs is one file: opening a dozen small ones takes longer than parsing it.
    codeSplitting: {
      groups: [
        { name: "xml", test: /\/node_modules\/fast-xml-parser\//, priority: 1 },
        { name: "core", test: isCore },
      ],
    },
  },
  // The same sources give the same names.
  hash: false,
  onSuccess: writeNotices,
  // Everything but the two heavy, lazily loaded printers is bundled: loading chevrotain unbundled
  // costs ten times as much.
  deps: { neverBundle: ["ts-morph", "prettier"] },
});
