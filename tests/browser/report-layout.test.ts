import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { largeInventory } from "../cli/large-inventory";
import { pageOf } from "../cli/pages";
import { withPage } from "./browser";
import { ask } from "./in-page/ask";
import { openReportPages, type ReportPages } from "./report-pages";

describe("the page of report, on screens and on paper", function () {
  this.timeout(120_000);
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
        { viewport: { width, height: 900 }, hash: "#reader%3Aorders" },
      );
    });
  }

  it("shows each row as a card on a small screen, and each of its cells as wide as the card", async () => {
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
        strictEqual(await page.locator(".tools:visible, .finder:visible").count(), 0);
        match((await page.locator(".hint:visible").allTextContents()).join(" "), /spare/);
        strictEqual(
          await ask<string>(page, "styleOf", "body", "background-color"),
          "rgb(255, 255, 255)",
        );
        const box = await page.locator(".pictures svg").boundingBox();
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
      await page.getByRole("button", { name: "Open all" }).click();
      await page.emulateMedia({ media: "print" });
      // A4 without its margins, in CSS pixels.
      const paper = { width: 703, height: 1032 };
      await page.setViewportSize(paper);
      const pictures = page.locator(".pictures figure");
      ok((await pictures.count()) > 4);
      for (const picture of await pictures.all()) {
        const { height, width } = (await picture.boundingBox()) ?? { height: 0, width: 0 };
        ok(height > 0 && height <= paper.height && width <= paper.width, `${width} by ${height}`);
      }
      strictEqual(await ask(page, "styleOf", ".pictures figure", "break-inside"), "avoid");
      const ends = await ask(page, "arrowEnds", "");
      ok(ends.length >= 160, `${ends.length} arrows`);
      deepStrictEqual(
        ends.filter((arrow) => arrow.includes("?")),
        [],
      );
    });
  });
});
