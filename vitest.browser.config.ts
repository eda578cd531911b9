import { defineConfig, type ViteUserConfig } from "vitest/config";

import base from "./vitest.config.ts";

/** Tests that open pages in Chromium, which must be installed: apart from those that need but Node. */
const config: ViteUserConfig = defineConfig({
  ...base,
  test: { ...base.test, include: ["test/browser/*.browser.ts"] },
});

export default config;
