import { defineConfig, type ViteUserConfig } from "vitest/config";

/** The bundled rule files are imported as text, by the tests as by the bundle (tsdown.config.ts). */
const rulesAsText = {
  name: "rules-as-text",
  enforce: "pre" as const,
  transform(code: string, id: string): string | undefined {
    return id.endsWith(".rules") ? `export default ${JSON.stringify(code)};` : undefined;
  },
};

const config: ViteUserConfig = defineConfig({
  plugins: [rulesAsText],
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    coverage: { include: ["src/**", "grammar/**"], reporter: ["text-summary"] },
  },
});

export default config;
