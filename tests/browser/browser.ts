import { strictEqual } from "node:assert";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** A browser that shows pages from files; it is closed by whoever asked for it. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `these tests need Chromium at ${EXECUTABLE}: install it (apt-get install chromium), or set CHROMIUM_PATH`,
    );
  }
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
}

/**
 * Shows a report, without its script where nothing else is asked for. Afterwards nothing may have been complained of in the
 * console nor asked of a network.
 */
export async function withPage<Result>(
  browser: Browser,
  file: string,
  use: (page: Page) => Promise<Result>,
  { hash = "", ...options }: BrowserContextOptions & { hash?: string } = {},
): Promise<Result> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    javaScriptEnabled: false,
    ...options,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const url = pathToFileURL(file).href;
    await page.goto(`${url}${hash}`, { timeout: 60_000 });
    const result = await use(page);
    strictEqual(complaints.join("\n"), "");
    const others = requests.filter((one) => !one.startsWith(url) && !one.startsWith("data:"));
    strictEqual(others.join("\n"), "");
    return result;
  } finally {
    await context.close();
  }
}
