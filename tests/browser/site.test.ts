import { deepStrictEqual, ok } from "node:assert";
import type { Server } from "node:http";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { ask } from "./in-page/ask";
import { serveSite } from "./site-server";

/** A page of each kind: prose, a guide, wide tables, generated pages, code. */
const PAGES = [
  "index",
  "start/aws",
  "guides/revoke",
  "reference/inventory-keys",
  "reference/verbs",
  "reference/components/classes/PodReader",
  "understanding/security",
  "understanding/architecture",
  "reference/check",
];

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** Roles of controls in Chromium's accessibility tree. */
const CONTROLS = ["button", "checkbox", "combobox", "link", "searchbox", "switch", "textbox"];

describe("the site of the documentation, in a browser", () => {
  let browser: Browser;
  let server: Server;
  let address: string;

  before(async () => {
    ({ server, address } = await serveSite());
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** Shows a page. It may log no complaint and may contact no other host. */
  async function withSite(
    path: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !url.startsWith("data:")) complaints.push(url);
      });
      await page.goto(`${address}/${path}.html`);
      await page.waitForFunction("document.querySelector('#app').__vue_app__?._container");
      await use(page);
      deepStrictEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  for (const viewport of SIZES) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`is legible and scrolls sideways nowhere at ${viewport.width} px, ${colorScheme}`, async () => {
        for (const path of PAGES) {
          await withSite(path, { viewport, colorScheme }, async (page) => {
            deepStrictEqual(await ask(page, "faintTexts"), [], path);
            deepStrictEqual(await page.evaluate(TOO_WIDE), [], path);
          });
        }
      });
    }
  }

  it("gives every control a name and a role", async () => {
    for (const viewport of SIZES) {
      for (const path of PAGES) {
        await withSite(path, { viewport }, async (page) => {
          deepStrictEqual(await namelessControls(page), [], `${path} at ${viewport.width} px`);
        });
      }
    }
  });

  it("lets the keyboard alone reach everything that can be clicked", async () => {
    for (const viewport of SIZES) {
      await withSite("guides/revoke", { viewport }, async (page) => {
        const missed = new Set(await page.evaluate<string[]>(CLICKABLE));
        ok(missed.size > 5, `${missed.size} controls`);
        for (let tabs = 0; tabs < 300 && missed.size > 0; tabs += 1) {
          await page.keyboard.press("Tab");
          missed.delete(await page.evaluate<string>(FOCUSED));
        }
        deepStrictEqual([...missed], [], `at ${viewport.width} px`);
      });
    }
  });

  it("finds a page by its search, with the keyboard and without a network", async () => {
    await withSite("index", { viewport: SIZES[0] }, async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("searchbox").fill("rename or move");
      await page.getByRole("option", { name: "Rename or move a secret" }).first().waitFor();
      deepStrictEqual(await namelessControls(page), []);
      deepStrictEqual(await ask(page, "faintTexts"), []);
      await page.keyboard.press("Enter");
      await page.waitForURL(/guides\/rename-a-secret/);
      await page.getByRole("heading", { name: "Rename or move a secret" }).waitFor();
    });
  });
});

/** The page itself and tables, if they are wider than what shows them. Columns would be out of sight. */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll("table")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 200))`;

/** Everything that can be clicked, with numbers that keep equal elements apart. */
const CLICKABLE = `[...document.querySelectorAll("a[href], button, input, [role=switch]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false }))
  .filter((one) => one.getBoundingClientRect().width > 0)
  .map((one, index) => (one.dataset.number = index + " " + one.outerHTML.slice(0, 120)))`;

const FOCUSED = `document.activeElement?.dataset.number ?? ""`;

async function namelessControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes
    .filter(({ ignored, role }) => !ignored && CONTROLS.includes(String(role?.value)))
    .filter(({ name }) => String(name?.value ?? "").trim() === "")
    .map(({ role, nodeId }) => `${role?.value} ${nodeId}`);
}
