/** A picture that compares. */

import { expect, test } from "vitest";

import { trusted } from "../../src/picture/markup.ts";
import { picturePage, picturePlace } from "../../src/picture/picture-page.ts";
import type { CellChange, PictureCell } from "../../src/picture/picture.ts";
import { openPage } from "./open-page.ts";

const CHANGES: readonly CellChange[] = ["gained", "lost", "both"];

function cell(bit: number): PictureCell {
  const change = CHANGES[bit];
  const facts = [{ term: "before", entries: [{ code: "none" }] }];
  const plain = { label: `W[${bit}]`, about: "", kind: "default", isMarked: false } as const;
  return change === undefined ? { ...plain, facts: [] } : { ...plain, change, facts };
}

test("changed cells are marked and show their old value", async () => {
  const cells = Array.from({ length: 32 }, (_, bit) => cell(bit));
  const html = await picturePage({
    origin: "a test",
    title: "Changes",
    lead: trusted(""),
    picture: { grids: [{ name: "vcpu", rows: [{ name: "W", about: "", cells }] }] },
    listed: "all rules",
    contents: [],
    body: trusted(`<section>${picturePlace(0, "vcpu").markup}</section>`),
  });
  const page = await openPage(html);
  const marks = page.locator(".picture .gained, .picture .lost, .picture .both");
  expect(await marks.allTextContents()).toEqual(["~", "\u2212", "+"]);
  expect(await page.locator(".legend").first().locator("b").allTextContents()).toEqual([
    "1",
    "1",
    "1",
  ]);
  await marks.first().hover();
  expect(await page.locator("#tip").innerText()).toMatch(/^W\[2\] both\s+before none/);
  await marks.first().click();
  expect(await page.locator("#details dl").innerText()).toMatch(/before\s+none/);
  expect(await marks.first().getAttribute("aria-label")).toContain("default, both");
});
