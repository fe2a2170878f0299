import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { NO_LEGACY, pageOf, REFERENCE, SHOP } from "../cli/pages";
import { launchBrowser, withPage } from "./browser";
import { ask } from "./in-page/ask";

describe("the page of report, in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;
  let directory: string;
  let reference: string;
  let shop: string;

  before(async () => {
    browser = await launchBrowser();
    directory = mkdtempSync(join(tmpdir(), "report-"));
    reference = written("reference.html", await pageOf(REFERENCE, { proof: "own" }));
    shop = written("shop.html", await pageOf(SHOP, { proof: "own", controlPolicies: NO_LEGACY }));
  });

  after(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  function written(name: string, text: string): string {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  }

  it("draws an arrow for each grant, from the role that reads to the secret", async () => {
    await withPage(browser, reference, async (page) => {
      deepStrictEqual(await ask(page, "arrowEnds", ""), [
        "own: ascp-podidentity → secret-a",
        "cross: ascp-podidentity-cross → secret-b",
      ]);
    });
  });

  it("shows what a reader reads and why, in the statements themselves", async () => {
    await withPage(browser, reference, async (page) => {
      await page
        .getByRole("link", { name: /^application-b/ })
        .first()
        .click();
      await chosen(page, "application-b");
      const details = page.getByRole("complementary");
      const why = await details
        .locator(".why > li")
        .evaluateAll((items) =>
          items.map((item) => [
            item.querySelector("b")?.textContent,
            JSON.parse(item.querySelector("code")?.textContent ?? "").Sid.replace(
              /[0-9A-Fa-f]{12}$/,
              "",
            ),
          ]),
        );
      deepStrictEqual(why, [
        ["Who may become the role", "EksPodIdentity"],
        ["What the role may do", "ReadSecrets"],
        ["Whom the secret lets in", "ReaderDefaultServiceaccountB"],
        ["What the role may do", "DecryptThroughSecretsManager"],
        ["Whom the key decrypts for", "ReadersDecryptThroughSecretsManager"],
      ]);
      match(await textOf(details.locator("mark").first()), /cluster\/ascp-podidentity/);
      match(await textOf(details), /proved\s*grant-available/);
      match(await textOf(details), /Documents/);
    });
  });

  it("shows who reads a secret, its key and its documents", async () => {
    await withPage(browser, shop, async (page) => {
      await page
        .locator(".picture")
        .getByRole("link", { name: /^orders\/db/ })
        .click();
      await chosen(page, "orders/db");
      const text = await textOf(page.getByRole("complementary"));
      match(text, /Who reads it\s*orders\s*across accounts\s*may read/);
      match(text, /Encrypted by\s*pods-orders/);
      match(text, /arn:aws:iam::222222222222:role\/admin/);
      match(text, /In eu-west-1[\s\S]*In eu-central-1/);
      match(text, /resource policy\s*\d+ of 20480 characters/);
      match(text, /key policy\s*\d+ of 32768 bytes/);
    });
  });

  it("follows a target role from the reader's account into the owner's", async () => {
    await withPage(
      browser,
      shop,
      async (page) => {
        const marked = await ask(page, "arrowEnds", ".marked");
        deepStrictEqual(
          marked.map((arrow) => arrow.replace(/-[0-9a-f]{12}/g, "")),
          [
            "assumes: shop-stock-stock-api → shop-stock-stock-api-target",
            "own: shop-stock-stock-api-target → stock/db",
          ],
        );
        const titles = await page.locator(".why small").allTextContents();
        ok(titles.some((title) => /^trust policy of arn:aws:iam::222222222222:/.test(title)));
      },
      { hash: "#reader%3Astock" },
    );
  });

  it("says where a declared grant is denied, and by what", async () => {
    await withPage(
      browser,
      shop,
      async (page) => {
        deepStrictEqual(await ask(page, "arrowEnds", ":has(.denied)"), [
          `denied: ${await roleOf(page, "batch")} → legacy/api`,
        ]);
        const text = await textOf(page.getByRole("complementary"));
        match(text, /Denied: statement "NoLegacy" of service control policy 1/);
        match(text, /What denies it[\s\S]*"Sid": "NoLegacy"/);
        match(text, /refuted\s*grant-available/);
        const row = page.locator("#access tbody tr").filter({ hasText: "legacy/api" });
        match(await textOf(row), /denied[\s\S]*NoLegacy[\s\S]*refuted/);
      },
      { hash: "#reader%3Abatch" },
    );
  });

  it("keeps of the table what a search asks for, and says how much that is", async () => {
    await withPage(browser, shop, async (page) => {
      const search = page.getByRole("searchbox");
      const shown = () => page.locator("#access tbody tr:visible th a").allTextContents();
      strictEqual((await shown()).length, 5);
      await search.fill("ORDERS data");
      deepStrictEqual(await shown(), ["orders"]);
      strictEqual(await page.locator("#found").textContent(), "1 of 5 grants");
      await search.fill("nothing like it");
      deepStrictEqual(await shown(), []);
      await search.fill("");
      strictEqual((await shown()).length, 5);
    });
  });

  it("shows only what is connected, to a choice or an account", async () => {
    await withPage(browser, shop, async (page) => {
      const accounts = () => page.locator("details.frame:visible .name.account").allTextContents();
      deepStrictEqual(await accounts(), ["platform", "data", "legacy"]);
      await page
        .locator(".picture")
        .getByRole("link", { name: /^legacy\/api/ })
        .click();
      await chosen(page, "legacy/api");
      await page.getByLabel("Only what is connected to the choice").check();
      deepStrictEqual(await accounts(), ["platform", "legacy"]);
      await page.getByLabel("Only what is connected to the choice").uncheck();
      await page.getByLabel("Show").selectOption("data");
      deepStrictEqual(await accounts(), ["platform", "data"]);
      match((await page.locator(".legend + *, .hint").allTextContents()).join(" "), /spare/);
    });
  });

  for (const width of [1440, 1280]) {
    it(`has room for its widest picture on a screen of ${width}`, async () => {
      await withPage(
        browser,
        shop,
        async (page) => {
          strictEqual(await page.locator(".picture.has-targets").count(), 1);
          const hidden = await page
            .locator(".scene > .scroller")
            .evaluate((one) => one.scrollWidth - one.clientWidth);
          strictEqual(hidden, 0);
        },
        { viewport: { width, height: 900 } },
      );
    });
  }

  it("lets arrows pass beside names, and beneath what they might touch", async () => {
    await withPage(browser, shop, async (page) => {
      await page.getByRole("button", { name: "Open all" }).click();
      deepStrictEqual(await ask(page, "namesCrossed"), []);
    });
  });

  it("says in its legend what every sign means that it shows", async () => {
    await withPage(browser, shop, async (page) => {
      const legend = await textOf(page.getByRole("list", { name: "Legend" }));
      for (const one of ["cluster", "reader", "IAM role", "secret", "parameter", "key"]) {
        match(legend, new RegExp(one));
      }
      match(legend, /declared, but denied/);
    });
  });

  it("keeps arrows at the visible ends as accounts close and open", async () => {
    await withPage(browser, reference, async (page) => {
      await page.getByRole("button", { name: "Close all" }).click();
      await page.locator(".picture .node >> visible=true").first().waitFor({ state: "hidden" });
      deepStrictEqual(await ask(page, "arrowEnds", ""), [
        "own: 1 cluster · 2 readers → 1 secret",
        "cross: 1 cluster · 2 readers → 1 secret",
      ]);
      await page.getByRole("button", { name: "Open all" }).click();
      await page.locator(".picture .node").first().waitFor();
      ok((await ask(page, "arrowEnds", "")).includes("cross: ascp-podidentity-cross → secret-b"));
    });
  });

  it("is used by keyboard alone: choose, go to the details, come back", async () => {
    await withPage(browser, reference, async (page) => {
      const focused = async () => (await page.locator(":focus").textContent())?.trim().slice(0, 13);
      await page.keyboard.press("Tab");
      strictEqual(await focused(), "Skip to the t");
      for (let presses = 0; presses < 30 && (await focused()) !== "application-b"; presses += 1) {
        await page.keyboard.press("Tab");
      }
      strictEqual(await focused(), "application-b");
      strictEqual(await ask(page, "styleOf", ":focus", "outline-width"), "2px");
      await page.keyboard.press("Enter");
      await page
        .locator("#said", { hasText: "reader application-b: 1 grant" })
        .waitFor({ state: "attached" });
      await page.keyboard.press("Enter");
      strictEqual(await page.locator(":focus").getAttribute("id"), "details-title");
      await page.keyboard.press("Escape");
      strictEqual(await focused(), "application-b");
      strictEqual(await page.locator("#details.empty").count(), 1);
      strictEqual(new URL(page.url()).hash, "");
    });
  });

  it("takes the choice from its address, and goes back to the one before", async () => {
    await withPage(
      browser,
      reference,
      async (page) => {
        await chosen(page, "secret-b");
        await page.locator("#access").getByRole("link", { name: "application-a" }).click();
        await chosen(page, "application-a");
        await page.goBack();
        await chosen(page, "secret-b");
      },
      { hash: "#secret%3Asecret-b" },
    );
  });

  it("speaks to screen readers: landmarks, headings, a table with its headers", async () => {
    await withPage(browser, reference, async (page) => {
      const tree = await page.locator("body").ariaSnapshot();
      match(tree, /^ {2}- heading "Who reads what" \[level=1\]/m);
      match(tree, /- complementary "Choose a reader or a secret"/);
      match(tree, /- region "Picture of the accounts"/);
      match(tree, /- link "application-a default\/serviceaccount-a"/);
      match(tree, /- columnheader "Reader"/);
      match(tree, /- rowheader "application-a default\/serviceaccount-a"/);
      match(tree, /- cell "proved"/);
      match(tree, /- searchbox "Search"/);
      deepStrictEqual(await ask(page, "nameless"), []);
    });
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is readable in ${colorScheme} colours: every text stands out at least 4.5 to 1`, async () => {
      await withPage(
        browser,
        shop,
        async (page) => {
          const background = await ask<string>(page, "styleOf", "body", "background-color");
          const isDark = Number(/\d+/.exec(background)?.[0]) < 128;
          strictEqual(isDark, colorScheme === "dark");
          deepStrictEqual(await ask(page, "faintTexts"), []);
        },
        { colorScheme },
      );
    });
  }

  it("prints without tools, in dark ink, its arrows where they belong", async () => {
    await withPage(
      browser,
      shop,
      async (page) => {
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 718, height: 1000 });
        strictEqual(await page.locator(".tools:visible").count(), 0);
        strictEqual(
          await ask<string>(page, "styleOf", "body", "background-color"),
          "rgb(255, 255, 255)",
        );
        const box = await page.locator("#picture").boundingBox();
        ok(box && box.width <= 718, `the picture is ${box?.width} wide`);
        const ends = await ask(page, "arrowEnds", "");
        strictEqual(ends.length, 6);
        deepStrictEqual(
          ends.filter((arrow) => arrow.includes("?")),
          [],
        );
        deepStrictEqual(await ask(page, "faintTexts"), []);
      },
      { colorScheme: "dark" },
    );
  });

  it("never takes text for markup, wherever it comes from", async () => {
    const hostile = `</title></style></script><script>document.title="hit"</script><img src=x onerror='document.title="hit"'>`;
    const text = SHOP.replace(
      "legacy/api: { account: legacy, key: pods }",
      `legacy/api:
    account: legacy
    key: pods
    extraPolicyStatements:
      - { Sid: Extra, Effect: Deny, Principal: "*", Action: "secretsmanager:*", Resource: "*", Condition: { StringEquals: { "aws:PrincipalArn": ${JSON.stringify(hostile)} } } }`,
    );
    const file = written(
      "hostile.html",
      await pageOf(text, { inventory: hostile, proof: { absent: hostile } }),
    );
    await withPage(
      browser,
      file,
      async (page) => {
        await page.locator("aside .document > summary").first().click();
        await page.locator("aside .document[open]", { hasText: "onerror" }).first().waitFor();
        strictEqual(await page.title(), `Who reads what: ${hostile}`);
        strictEqual(await page.locator("img").count(), 0);
        strictEqual(await page.locator("script").count(), 2);
      },
      { hash: "#secret%3Alegacy%2Fapi" },
    );
  });
});

async function roleOf(page: Page, reader: string): Promise<string | undefined> {
  const pair = page.locator(".pair").filter({ hasText: `${reader}/` });
  return (await pair.locator(".role .name").textContent()) ?? undefined;
}

/** Waits until the details are those of a node. */
async function chosen(page: Page, name: string): Promise<void> {
  await page.locator("#details-title").getByText(name, { exact: true }).waitFor();
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}
