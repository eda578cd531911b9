/** The report of a policy as a reader uses it. */

import { expect, test } from "vitest";

import { report } from "../../src/report/report.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { openPage } from "./open-page.ts";

const HOSTILE = `</script><img src=x onerror=alert(1)> ' ]]> --> \u2028 \${1}`;

const RULES = `layout tiny "a small one" {
  leaf ONE = 0x7.1 ecx "first" { 0 A "letter a" alias alpha  1 B  2 C }
  word TWO { 31 F "${HOSTILE}" }
}
input host: tiny
input guest: tiny
class emulated = guest
caps vcpu: tiny "what a vCPU may use" {
  default = host & guest
  emulated: A because "done in software"
  B requires A
  F = none because "${HOSTILE}"
}
caps nested: tiny { default = vcpu }
`;

async function html(): Promise<string> {
  return (await report(sourceOf(RULES))).html ?? "";
}

test("each set is a grid of words and bits, bit 31 first", async () => {
  const page = await openPage(await html());
  const grid = page.getByRole("grid", { name: /^vcpu,/ });
  expect(await grid.getByRole("row").count()).toBe(3);
  const cells = await grid.getByRole("gridcell").all();
  expect(cells).toHaveLength(64);
  expect(await cells[31]?.getAttribute("aria-label")).toBe(
    "A, bit 0 of ONE: class, emulated = guest",
  );
  expect(await cells[30]?.textContent()).toBe("&");
});

test("arrow keys move, Enter opens, Escape closes and returns", async () => {
  const page = await openPage(await html());
  const focused = page.locator(":focus");
  const label = (): Promise<string | null> => focused.getAttribute("aria-label");
  await page
    .getByRole("grid", { name: /^vcpu,/ })
    .getByRole("gridcell")
    .first()
    .focus();
  expect(await label()).toMatch(/^ONE\[31\], bit 31/);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  expect(await label()).toMatch(/^B, bit 1/);
  await page.keyboard.press("ArrowDown");
  expect(await label()).toMatch(/^TWO\[1\], bit 1/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "vcpu.B" });
  expect(await dialog.isVisible()).toBe(true);
  expect(await focused.textContent()).toBe("vcpu.B");
  const text = (await dialog.innerText()).replace(/\n+/g, "\n");
  expect(text).toContain("requires\nrequires A\nexample.rules:11\n");
  expect(text).toContain("after substitution\nguest.A & host.B & guest.B\n");
  await page.keyboard.press("Escape");
  expect(await dialog.isVisible()).toBe(false);
  expect(await label()).toMatch(/^B, bit 1/);
  // The grid is left with one Tab.
  await page.keyboard.press("Tab");
  expect(await focused.getAttribute("role")).not.toBe("gridcell");
  expect(await page.locator(":focus-visible").count()).toBe(1);
});

test("a click opens, the pointer shows a tip, links lead to other bits", async () => {
  const page = await openPage(await html());
  const cell = page.getByRole("gridcell", { name: /^B, bit 1/ }).first();
  await cell.hover();
  expect(await page.locator("#tip").innerText()).toBe(
    "B default with also or requires\ndefault = host & guest",
  );
  await cell.click();
  await page.getByRole("dialog").getByRole("link", { name: "nested.B" }).click();
  await page.getByRole("dialog", { name: "nested.B" }).waitFor();
  expect(await page.locator(".open").getAttribute("aria-label")).toMatch(/^B, bit 1/);
  await page.locator(".bits").getByRole("link", { name: "A" }).first().click();
  await page.getByRole("dialog", { name: "vcpu.A" }).waitFor();
  expect(page.url()).toMatch(/#vcpu\.A$/);
  await page.reload();
  await page.getByRole("dialog", { name: "vcpu.A" }).waitFor();
});

test("search results are highlighted: by name, by alias, by reason", async () => {
  const page = await openPage(await html());
  const found = page.locator("#found");
  const lit = (): Promise<readonly string[]> =>
    page
      .locator(".picture .hit")
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label") ?? ""));
  await page.keyboard.press("/");
  await page.keyboard.type("alpha");
  expect(await lit()).toEqual([
    "A, bit 0 of ONE: class, emulated = guest",
    "A, bit 0 of ONE: default, default = vcpu",
  ]);
  await page.keyboard.press("Enter");
  expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^A, bit 0/);
  await page.getByRole("searchbox").fill("in software");
  expect(await found.textContent()).toBe("0 by name, 1 more by rule or reason");
  expect(await page.locator(".rules li.hit").count()).toBe(1);
  await page.getByRole("searchbox").press("Escape");
  expect(await lit()).toEqual([]);
});

test("hostile text is shown as text", async () => {
  const page = await openPage(await html());
  await page
    .getByRole("gridcell", { name: /^F, bit 31/ })
    .first()
    .click();
  const shown = HOSTILE.replace("\u2028", "\\u2028");
  expect(await page.locator("#details-body").innerText()).toContain(shown);
  expect(await page.locator("img, #details script").count()).toBe(0);
});

test("no width makes the page wider than the screen, and dark is dark", async () => {
  for (const width of [320, 400, 800, 1400]) {
    const page = await openPage(await html(), {
      viewport: { width, height: 800 },
      colorScheme: width === 400 ? "dark" : "light",
    });
    await page
      .getByRole("gridcell", { name: /^A, bit 0/ })
      .first()
      .click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      width === 400 ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)",
    );
  }
});

test("a printed page has every rule and no search", async () => {
  const page = await openPage(await html());
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("#find").isVisible()).toBe(false);
  expect(await page.getByText("emulated = guest").first().isVisible()).toBe(true);
  expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
});

test("rules are listed without scripts", async () => {
  const page = await openPage(await html(), { javaScriptEnabled: false });
  expect(await page.getByText("emulated = guest").first().isVisible()).toBe(true);
  expect(await page.getByText("Without scripts there are no pictures").isVisible()).toBe(true);
  expect(await page.locator("#find").isVisible()).toBe(false);
});
