/** Opens pages in a Chromium that is installed on this machine; nothing is downloaded. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, expect, onTestFinished } from "vitest";

const PLACES: readonly string[] = [
  ...(process.env["CHROMIUM"] === undefined ? [] : [process.env["CHROMIUM"]]),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

let browser: Promise<Browser> | undefined;

/** In each test and not before all of them, so that each test fails where there is no browser. */
function launch(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(
      "no Chromium is installed: install it (`apt-get install chromium`), or say where it is in the environment variable CHROMIUM",
    );
  }
  return chromium.launch({ executablePath });
}

afterAll(async () => {
  await (await browser)?.close();
});

/** Fails the test if the page reports an error, asks for anything, or opens a dialog. */
export async function openPage(html: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= launch();
  const context = await (await browser).newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("dialog", (dialog) => {
    troubles.push(dialog.message());
    void dialog.dismiss();
  });
  const folder = mkdtempSync(join(tmpdir(), "caprules-page-"));
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url) troubles.push(request.url());
  });
  onTestFinished(async () => {
    await context.close();
    rmSync(folder, { recursive: true });
    expect(troubles).toEqual([]);
  });
  await page.goto(url);
  return page;
}
