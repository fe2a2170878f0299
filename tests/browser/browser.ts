import { strictEqual } from "node:assert";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Starts a browser that shows pages from files. The caller closes it. */
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
 * Shows a report, by default without its script. Afterwards the console must have no complaints, and nothing may have been
 * requested from a network.
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
