import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { HUNDRED_ACCOUNTS, largeInventory } from "../cli/large-inventory";
import { pageOf } from "../cli/pages";
import { run } from "../cli/support";
import { launchBrowser, withPage } from "./browser";
import { ask } from "./in-page/ask";
import { chosen, openReportPages, type ReportPages } from "./report-pages";

describe("the page of report, for 100 accounts", () => {
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

  it("takes at most 22 MB", () => {
    const { size } = statSync(file);
    ok(size <= 22 * 1024 * 1024, `it takes ${size} bytes`);
  });

  it("begins with a search and a summary: which accounts read of which, and what most read", async () => {
    await withPage(browser, file, async (page) => {
      ok(((await page.locator(".tiles").boundingBox())?.y ?? 900) < 400);
      const matrix = page.getByRole("img", { name: "Matrix of 40 accounts that read, by 99" });
      strictEqual(await matrix.locator("rect.own").count(), 40);
      strictEqual(await matrix.locator("rect.across").count(), 120);
      const shared = page.getByRole("table", { name: "Read by most" });
      strictEqual(await shared.locator("tbody tr").count(), 10);
      const across = page.getByRole("table", { name: "Reads across accounts" });
      strictEqual(await across.locator("tbody tr:visible").count(), 10);
      strictEqual(await across.locator("tbody tr").count(), 120);
    });
  });

  it("draws an account as it is opened, in pictures whose arrows end at their boxes", async () => {
    await withPage(browser, file, async (page) => {
      strictEqual(await page.locator("figure:visible svg[role=group]").count(), 0);
      await page.locator("summary", { hasText: "billing-000" }).first().click();
      const ends = await ask(page, "arrowEnds", "");
      ok(ends.length > 150, `${ends.length} arrows`);
      deepStrictEqual(
        ends.filter((arrow) => arrow.includes("?")),
        [],
      );
    });
  });

  it("finds by words, and goes on in the details of the first by Enter", async () => {
    await withPage(
      browser,
      file,
      async (page) => {
        await page.getByRole("searchbox").fill("app-1234 ");
        strictEqual(await page.locator("#found").textContent(), "1 named so, 2 of 4,000 grants");
        await page.getByRole("searchbox").press("Enter");
        await chosen(page, "reader:app-1234");
        strictEqual(await page.locator(":focus").getAttribute("id"), "reader:app-1234");
        strictEqual(await page.locator("details.account[open]").count(), 1);
        strictEqual(new Set(await ask(page, "arrowEnds", "")).size, 4);
        await page.locator(".entry:has(:target) .close").click();
        ok(await page.locator("figure a:target").isVisible());
        await page.getByRole("searchbox").fill("same account");
        strictEqual(await page.locator("#access tbody tr:visible").count(), 2000);
      },
      { javaScriptEnabled: true },
    );
  });

  it("prints, beside the table of grants, no heading without what it announces, and few pages", async () => {
    await withPage(browser, file, async (page) => {
      const tableOfGrants = page.locator("section[aria-labelledby=access-title]");
      await tableOfGrants.evaluate((section) => section.remove());
      await page.emulateMedia({ media: "print" });
      strictEqual(await page.getByRole("heading", { name: "Pictures" }).isVisible(), false);
      strictEqual(await page.locator(".overview table:last-of-type tbody tr:visible").count(), 10);
      ok((await page.getByText("Paper has the first 10 of 120 pairs").count()) === 1);
      const pages = (await page.pdf({ format: "A4" }))
        .toString("latin1")
        .match(/\/Type\s*\/Page\b/g);
      ok(pages && pages.length <= 20, `${pages?.length} pages`);
    });
  });

  it("shows the first rows of its table, then all that are asked for", async () => {
    await withPage(browser, file, async (page) => {
      const shown = page.locator("#access tbody tr:visible");
      strictEqual(await shown.count(), 200);
      await page.getByRole("checkbox", { name: "Show all 4,000 rows" }).check();
      strictEqual(await shown.count(), 4000);
    });
  });

  it("scrolls nowhere sideways on a narrow screen", async () => {
    await withPage(browser, file, async (page) => deepStrictEqual(await ask(page, "tooWide"), []), {
      viewport: { width: 390, height: 844 },
    });
  });
});

describe("the page of report, on screens and on paper", () => {
  let pages: ReportPages;

  before(async () => {
    pages = await openReportPages();
  });

  after(() => pages?.close());

  for (const width of [390, 1280, 1440]) {
    it(`scrolls nowhere sideways on a screen of ${width}`, async () => {
      await withPage(
        pages.browser,
        pages.shop,
        async (page) => deepStrictEqual(await ask(page, "tooWide"), []),
        { viewport: { width, height: 900 }, hash: "#reader:orders" },
      );
    });
  }

  it("shows each row as a card on a small screen: each cell has its label, and is as wide as the card", async () => {
    const viewport = { width: 390, height: 900 };
    const file = join(__dirname, "../../examples/landing-zones/hub-of-secrets.yaml");
    const hub = pages.written(
      "hub.html",
      await pageOf(readFileSync(file, "utf8"), { proof: "own" }),
    );
    await withPage(
      pages.browser,
      hub,
      async (page) => {
        deepStrictEqual(await ask(page, "narrowCells"), []);
        deepStrictEqual(await ask(page, "cardLabels", "#access"), [
          'grid: "Reader"',
          'grid: "Cluster"',
          'grid: "Role that reads"',
          'grid: "Reads"',
          'grid: "Owner"',
          'grid: "Outcome"',
          'grid: "Proof"',
        ]);
        const [name] = await ask(page, "cardLabels", "table[aria-labelledby=proof-title]");
        strictEqual(name, 'grid: "Claim"');
        deepStrictEqual(await ask(page, "tooWide"), []);
      },
      { viewport },
    );
  });

  it("lets arrows pass beside names", async () => {
    await withPage(pages.browser, pages.shop, async (page) => {
      deepStrictEqual(await ask(page, "namesCrossed"), []);
    });
  });

  it("prints without tools, in dark ink, its arrows where they belong", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 718, height: 1000 });
        strictEqual(await page.locator("label:visible, .finder:visible").count(), 0);
        match((await page.locator(".hint:visible").allTextContents()).join(" "), /spare/);
        strictEqual(
          await ask<string>(page, "styleOf", "body", "background-color"),
          "rgb(255, 255, 255)",
        );
        const box = await page.locator("figure svg").boundingBox();
        ok(box && box.width <= 718, `the picture is ${box?.width} wide`);
        const ends = await ask(page, "arrowEnds", "");
        strictEqual(ends.length, 10);
        deepStrictEqual(
          ends.filter((arrow) => arrow.includes("?")),
          [],
        );
        deepStrictEqual(await ask(page, "faintTexts"), []);
      },
      { colorScheme: "dark" },
    );
  });

  it("prints a picture of each account that is open, none of them higher than a page of paper", async () => {
    const size = { accounts: 4, clusterAccounts: 2, readers: 40, secrets: 16 };
    const file = pages.written("four.html", await pageOf(largeInventory(size)));
    await withPage(pages.browser, file, async (page) => {
      await page.getByRole("checkbox", { name: "Open all accounts" }).check();
      await page.emulateMedia({ media: "print" });
      // A4 without its margins, in CSS pixels.
      const paper = { width: 703, height: 1032 };
      await page.setViewportSize(paper);
      const pictures = page.locator(".account figure");
      ok((await pictures.count()) > 4);
      for (const picture of await pictures.all()) {
        const { height, width } = (await picture.boundingBox()) ?? { height: 0, width: 0 };
        ok(height > 0 && height <= paper.height && width <= paper.width, `${width} by ${height}`);
      }
      strictEqual(await ask(page, "styleOf", ".account figure", "break-inside"), "avoid");
      const ends = await ask(page, "arrowEnds", "");
      ok(ends.length >= 160, `${ends.length} arrows`);
      deepStrictEqual(
        ends.filter((arrow) => arrow.includes("?")),
        [],
      );
    });
  });
});
