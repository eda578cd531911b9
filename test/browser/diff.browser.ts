/** The page of a comparison as a reviewer uses it. */

import { expect, test } from "vitest";

import { folderWith } from "../cli/run-in-folder.ts";
import { openPage } from "./open-page.ts";

const HOSTILE = `</script><img src=x onerror=alert(1)>`;

const LAYOUT = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
`;

const OLD = `${LAYOUT}caps vcpu: tiny {
  default = host & guest
  AVX requires XSAVES
}
`;

const NEW = OLD.replace("  AVX requires", `  XSAVES = host because "${HOSTILE}"\n  AVX requires`);

async function html(old = OLD, fresh = NEW): Promise<string> {
  const { run } = folderWith({ "old.rules": old, "new.rules": fresh });
  return (await run(["diff", "old.rules", "new.rules", "--format", "html"])).stdout;
}

test("changed cells are marked; the pointer and a click show before and after", async () => {
  const page = await openPage(await html());
  const marked = page.locator(".picture .gained, .picture .lost, .picture .both");
  expect(await marked.allTextContents()).toEqual(["+", "+"]);
  const xsaves = page.getByRole("gridcell", { name: /^XSAVES, bit 1 of ONLY: .*, gained, / });
  await xsaves.hover();
  const tip = await page.locator("#tip").innerText();
  expect(tip).toContain("changes when host.XSAVES & !guest.XSAVES");
  expect(tip).toContain("before default = host & guest");
  await xsaves.click();
  // It would lie over what a click opens, and say the same.
  expect(await page.locator("#tip").isVisible()).toBe(false);
  const dialog = page.getByRole("dialog", { name: "vcpu.XSAVES" });
  const text = (await dialog.innerText()).replace(/\n+/g, "\n");
  expect(text).toContain("before\ndefault = host & guest\nold.rules:5\n");
  expect(text).toContain(`after\n= host\n${HOSTILE} new.rules:6\n`);
  expect(text).toContain("on where it was off, in 1 of 4 cases");
  await dialog.getByRole("link", { name: "vcpu.AVX" }).click();
  const consequence = page.getByRole("dialog", { name: "vcpu.AVX" });
  expect(await consequence.innerText()).toMatch(/follows from\s+vcpu\.XSAVES/);
});

test("a cell has the mark of its set, and the colour of its effect on the guest", async () => {
  const rules = (
    value: string,
  ): string => `${LAYOUT}caps stage: tiny internal { default = ${value} }
caps reserved: tiny denied { default = stage }
`;
  const page = await openPage(await html(rules("none"), rules("host & !host.AVX")));
  const marked = page.locator(".picture .lost");
  expect(await marked.first().textContent()).toBe("+");
  expect(await page.locator(".picture .gained").count()).toBe(0);
  expect(await page.locator(".picture .internal").first().textContent()).toBe("+");
  expect(await page.locator(".legend").first().innerText()).toContain("lost for the guest");
});

test("bits in the list of changes lead to their cells, and no width is too narrow", async () => {
  for (const width of [320, 800, 1400]) {
    const page = await openPage(await html(), {
      viewport: { width, height: 800 },
      colorScheme: width === 800 ? "dark" : "light",
    });
    await page.locator(".bits").getByRole("link", { name: "XSAVES" }).click();
    await page.getByRole("dialog", { name: "vcpu.XSAVES" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  }
});

test("changes are listed without scripts", async () => {
  const page = await openPage(await html(), { javaScriptEnabled: false });
  expect(await page.getByText("2 of 3 bits change (+2)").isVisible()).toBe(true);
  expect(await page.getByText("host.XSAVES & !guest.XSAVES", { exact: true }).isVisible()).toBe(
    true,
  );
});
