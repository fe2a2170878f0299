import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import type { Page } from "playwright-core";
import { withPage } from "./browser";
import { ask } from "./in-page/ask";
import { chosen, openReportPages, type ReportPages } from "./report-pages";

/** The element with the focus, by the number that `usable` gave it. */
const FOCUSED = 'document.activeElement?.getAttribute("data-usable") ?? ""';

/** Roles that tell a user how to use a control. */
const ROLES = new Set([
  "button",
  "checkbox",
  "columnheader",
  "complementary",
  "DisclosureTriangle",
  "heading",
  "link",
  "region",
  "searchbox",
]);

describe("the page of report, for keyboard, screen reader and eye", () => {
  let pages: ReportPages;

  before(async () => {
    pages = await openReportPages();
  });

  after(() => pages?.close());

  it("is used by keyboard alone: choose, read the details, come back", async () => {
    await withPage(pages.browser, pages.reference, async (page) => {
      const reader = page.getByRole("link", { name: "reader application-b" });
      await reader.focus();
      strictEqual(await ask(page, "styleOf", ":focus rect", "stroke-width"), "3px");
      await page.keyboard.press("Enter");
      const details = await chosen(page, "reader:application-b");
      strictEqual(await page.locator(":focus").getAttribute("id"), "reader:application-b");
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Enter");
      await details.waitFor({ state: "hidden" });
      ok(await reader.evaluate((one) => one.matches(":focus")));
    });
  });

  it("lets the Tab key reach everything that can be used, in its details too", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
        const all = await ask(page, "usable");
        ok(all.length > 40, `${all.length} things can be used`);
        const reached = new Set<string>();
        for (let presses = 0; presses < all.length + 5; presses += 1) {
          await page.keyboard.press("Tab");
          reached.add(await page.evaluate<string>(FOCUSED));
        }
        deepStrictEqual(
          all.filter((one) => !reached.has(one.split(" ")[0] ?? "")),
          [],
        );
      },
      { hash: "#reader:orders" },
    );
  });

  it("speaks to screen readers: landmarks, headings, a table with its headers", async () => {
    const use = async (page: Page) => {
      const tree = await page.locator("body").ariaSnapshot();
      match(tree, /^ {2}- heading "Who reads what" \[level=1\]/m);
      match(tree, /- search:/);
      match(tree, /- group "The whole landing zone"/);
      match(
        tree,
        /link "reader application-a: service account serviceaccount-a in namespace default"/,
      );
      match(tree, /- columnheader "Reader"/);
      match(tree, /- rowheader "application-a default\/serviceaccount-a"/);
      match(tree, /- cell "proved"/);
      match(tree, /- searchbox "Search"/);
    };
    await withPage(pages.browser, pages.reference, use, { javaScriptEnabled: true });
  });

  it("gives every control a role and a name in the accessibility tree", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
        const session = await page.context().newCDPSession(page);
        const { nodes } = await session.send("Accessibility.getFullAXTree");
        const controls = nodes.filter(
          ({ ignored, properties, role }) =>
            !ignored &&
            role?.value !== "RootWebArea" &&
            properties?.some(({ name, value }) => name === "focusable" && value.value === true),
        );
        ok(controls.length > 40, `${controls.length} controls`);
        const said = controls.map(({ name, role }) => [role?.value, name?.value]);
        deepStrictEqual(
          said.filter(([role, name]) => !ROLES.has(role) || !name?.trim()),
          [],
        );
      },
      { hash: "#reader:orders" },
    );
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is readable in ${colorScheme} colours: every text stands out at least 4.5 to 1`, async () => {
      await withPage(
        pages.browser,
        pages.shop,
        async (page) => {
          const background = await ask<string>(page, "styleOf", "body", "background-color");
          const isDark = Number(/\d+/.exec(background)?.[0]) < 128;
          strictEqual(isDark, colorScheme === "dark");
          deepStrictEqual(await ask(page, "faintTexts"), []);
        },
        { colorScheme, hash: "#reader:orders" },
      );
    });
  }
});
