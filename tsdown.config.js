import { readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import picocolors from "picocolors";
import { build, defineConfig } from "tsdown";
import { compileAhead } from "./src/cli/load-compiled.ts";
import { loadedWith } from "./test/harness/static-imports.ts";

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

/** Commander starts subcommands that are programs of their own with it. There are none, and loading it takes long. */
const withoutChildProcess = {
  name: "without-child-process",
  resolveId: (id, importer) =>
    id === "node:child_process" && /\/commander\//.test(importer ?? "") ? "\0none" : undefined,
  load: (id) => (id === "\0none" ? "export {};" : undefined),
};

/** What every command loads as it starts. */
const started = loadedWith(import.meta.dirname, "src/cli/run-process.ts").files;

/** One file holds it, with the packages that it needs; types are a bundle of their own. */
function isCore(id) {
  if (id.endsWith(".d.ts")) return false;
  const isOurs = /\/(grammar|rules|src)\//.test(id) && !/\/node_modules\//.test(id);
  if (isOurs) return started.has(relative(import.meta.dirname, id).replaceAll("\\", "/"));
  return /\/node_modules\/(chevrotain|@chevrotain|lodash-es|commander|picocolors)\//.test(id);
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
    ["tinyglobby", "LICENSE"],
    ["@dagrejs/dagre", "LICENSE"],
    ["@dagrejs/graphlib", "LICENSE"],
    ["fdir", "LICENSE"],
    ["picomatch", "LICENSE"],
  ];
  const notices = packages.map(async ([name, file]) => {
    const licence = await readFile(`node_modules/${name}/${file}`, "utf8");
    return `# ${name}\n\n${licence.trim()}\n`;
  });
  await writeFile(`${outDir}/THIRD-PARTY-NOTICES.txt`, (await Promise.all(notices)).join("\n\n"));
}

/** What a first check of a small file runs is compiled ahead. */
async function writeCompiled({ outDir }) {
  const output = { paint: picocolors.createColors(false), write: () => undefined };
  const io = { cwd: process.cwd(), stdout: output, stderr: output };
  const { file, data } = await compileAhead(join(outDir, "core.cjs"), (require) =>
    require("./run.cjs").run(["check", "rules/cpu.rules"], io),
  );
  await writeFile(file, data);
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

const bundled = {
  platform: "node",
  // `.js`, as package.json says, because its "type" is "module".
  fixedExtension: false,
  target: "node20",
  plugins: [rulesAsModules, withoutChildProcess],
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
  // Everything but the two heavy, lazily loaded printers is bundled: loading chevrotain unbundled
  // costs ten times as much.
  deps: { neverBundle: ["ts-morph", "prettier"] },
};

export const library = {
  ...bundled,
  entry: { index: "src/index.ts", prettier: "src/prettier-plugin.ts" },
  dts: { entry: ["src/index.ts", "src/prettier-plugin.ts"] },
};

/** CommonJS, because a command of it starts some milliseconds earlier than one of ES modules. */
export const command = {
  ...bundled,
  entry: {
    cli: "src/cli/main.ts",
    run: "src/cli/run.ts",
    comment: "src/cli/comment/main.ts",
  },
  format: "cjs",
  dts: false,
  onSuccess: writeCompiled,
};

export default defineConfig([{ ...library, onSuccess: writeNotices }, command]);
