import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { HUNDRED_ACCOUNTS, largeInventory } from "../cli/large-inventory";
import { run } from "../cli/support";
import { launchBrowser, withPage } from "./browser";
import { ask } from "./in-page/ask";

describe("the page of report, for 100 accounts", function () {
  this.timeout(240_000);
  let browser: Browser;
  let directory: string;
  let file: string;

  before(async () => {
    browser = await launchBrowser();
    directory = mkdtempSync(join(tmpdir(), "report-"));
    const inventory = join(directory, "large.yaml");
    file = join(directory, "large.html");
    writeFileSync(inventory, largeInventory(HUNDRED_ACCOUNTS));
    const { code, stderr } = await run(["report", "--inventory", inventory, "--out", file]);
    strictEqual(code, 0, stderr);
    ok(
      stderr.startsWith(
        "Nothing was proved for this page: 4,000 grants take longer than a report should.",
      ),
      stderr,
    );
  });

  after(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("takes at most 8 MB", () => {
    const { size } = statSync(file);
    ok(size <= 8 * 1024 * 1024, `it takes ${size} bytes`);
  });

  it("opens with its accounts closed, and one arrow for all grants between two of them", async () => {
    await withPage(browser, file, async (page) => {
      strictEqual(await page.locator("details.frame").count(), 100);
      strictEqual(await page.locator("details.frame[open]").count(), 0);
      const arrows = await ask(page, "arrowEnds", "");
      ok(arrows.length >= 100 && arrows.length <= 200, `${arrows.length} arrows`);
      deepStrictEqual([...new Set(arrows)].sort(), [
        "cross: 1 cluster · 50 readers → 10 secrets",
        "own: 1 cluster · 50 readers → 10 secrets",
      ]);
    });
  });

  it("opens the one account that a choice is in, and narrows to what is connected", async () => {
    await withPage(browser, file, async (page) => {
      await page.getByRole("searchbox").fill("app-1234 ");
      strictEqual(await page.locator("#found").textContent(), "2 of 4,000 grants");
      await page.locator("#access tbody tr:visible th a").first().click();
      await page.locator("#details-title").getByText("app-1234", { exact: true }).waitFor();
      deepStrictEqual(await page.locator("details.frame[open] .name.account").allTextContents(), [
        "shipping-034",
      ]);
      await page.locator("details[open] a[aria-current=true]").waitFor();
      await page.getByLabel("Only what is connected to the choice").check();
      strictEqual(await page.locator("details.frame:visible").count(), 2);
      strictEqual((await ask(page, "arrowEnds", ".marked")).length, 2);
    });
  });

  it("shows the first rows of its table, then all that are asked for", async () => {
    await withPage(browser, file, async (page) => {
      const shown = page.locator("#access tbody tr:visible");
      strictEqual(await shown.count(), 200);
      await page.getByRole("searchbox").fill("billing-000");
      const more = page.getByRole("button", { name: /^Show all / });
      strictEqual(await more.isVisible(), false);
      await page.getByRole("searchbox").fill("own-or-other same account");
      strictEqual(await shown.count(), 0);
      await page.getByRole("searchbox").fill("same account");
      strictEqual(await more.textContent(), "Show all 2,000 grants");
      await more.click();
      strictEqual(await shown.count(), 2000);
      strictEqual(await more.isVisible(), false);
    });
  });

  it("shows every reader of an account that is asked for", async () => {
    await withPage(browser, file, async (page) => {
      await page.getByLabel("Show").selectOption("billing-000");
      strictEqual(await page.locator(".picture .node.reader:visible").count(), 50);
      const ends = await ask(page, "arrowEnds", "");
      strictEqual(ends.filter((arrow) => arrow.includes("?")).length, 0);
    });
  });
});
