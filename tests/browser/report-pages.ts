import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { NO_LEGACY, pageOf, REFERENCE, SHOP } from "../cli/pages";
import { someWays } from "../cli/some-ways";
import { launchBrowser } from "./browser";

/** Pages of reports, and the browser that shows them. */
export interface ReportPages {
  browser: Browser;
  /** The reference inventory's page, with its proof. */
  reference: string;
  /** The page of a larger inventory, with ways through changes. A control policy denies one of its grants. */
  shop: string;
  /** Writes another page, and returns its file. */
  written(name: string, text: string): string;
  close(): Promise<void>;
}

export async function openReportPages(): Promise<ReportPages> {
  const browser = await launchBrowser();
  const directory = mkdtempSync(join(tmpdir(), "report-"));
  const written = (name: string, text: string) => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    browser,
    reference: written("reference.html", await pageOf(REFERENCE, { proof: "own" })),
    shop: written(
      "shop.html",
      await pageOf(SHOP, { proof: "own", controlPolicies: NO_LEGACY, ways: someWays }),
    ),
    written,
    close: async () => {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The details about a node, once the page shows them. */
export async function chosen(page: Page, id: string): Promise<Locator> {
  const shown = page.locator(".entry:has(:target) > div");
  await shown.locator(`[id="${id}"]:target`).waitFor();
  return shown;
}

export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}
