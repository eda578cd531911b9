import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Rule files as modules, as in the bundle (tsdown.config.js), but parsed when they are loaded. */
const rulesAsModules = {
  name: "rules-as-modules",
  enforce: "pre" as const,
  transform(code: string, id: string): string | undefined {
    if (!id.endsWith(".rules")) return undefined;
    return `export const text = ${JSON.stringify(code)}; export const packedTree = undefined;`;
  },
};

const config: ViteUserConfig = defineConfig({
  plugins: [rulesAsModules],
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // Vitest would leave one processor idle, and CI has two.
    maxWorkers: "100%",
    coverage: { include: ["src/**", "grammar/**"], reporter: ["text-summary"] },
  },
});

export default config;
