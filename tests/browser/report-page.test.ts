import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { largeInventory } from "../cli/large-inventory";
import { NO_LEGACY, pageOf, REFERENCE, SHOP } from "../cli/pages";
import { launchBrowser, withPage } from "./browser";
import { ask } from "./in-page/ask";

/** What has the focus, by the number that `usable` gave it. */
const FOCUSED = 'document.activeElement?.getAttribute("data-usable") ?? ""';

/** Roles that say how a control is used. */
const ROLES = new Set([
  "button",
  "columnheader",
  "complementary",
  "DisclosureTriangle",
  "heading",
  "link",
  "region",
  "searchbox",
]);

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
        "assumes: application-a → ascp-podidentity",
        "own-account: ascp-podidentity → secret-a",
        "assumes: application-b → ascp-podidentity-cross",
        "cross-account: ascp-podidentity-cross → secret-b",
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
      await page.locator(".pictures").getByRole("link", { name: "secret orders/db" }).click();
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
        const marked = await ask(page, "arrowEnds", ".related");
        deepStrictEqual(
          marked.map((arrow) => arrow.replace(/[-…][0-9a-f]{9,12}/g, "")),
          [
            "assumes: stock → shop-stock-stock-api",
            "assumes: shop-stock-stock-api → shop-stock-stock-api-target",
            "own-account: shop-stock-stock-api-target → stock/db",
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
        const [denied, ...others] = await ask(page, "arrowEnds", ":has(.denied)");
        match(denied ?? "", /^denied: back-batch-batch-[0-9a-f]{12} → legacy\/api$/);
        deepStrictEqual(others, []);
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
      strictEqual(await page.locator("#found").textContent(), "3 named so, 1 of 5 grants");
      await search.fill("nothing like it");
      deepStrictEqual(await shown(), []);
      await search.fill("");
      strictEqual((await shown()).length, 5);
    });
  });

  it("sorts a table by each of its columns, up and down, by keyboard", async () => {
    await withPage(browser, shop, async (page) => {
      const table = page.locator("#access");
      const heads = table.locator("thead th");
      const sorts = () => heads.evaluateAll((all) => all.map((one) => one.ariaSort));
      const readers = () => table.locator("tbody th a").allTextContents();
      deepStrictEqual(new Set(await sorts()), new Set(["none"]));
      await heads.first().getByRole("button", { name: "Reader" }).focus();
      await page.keyboard.press("Enter");
      deepStrictEqual(await readers(), ["batch", "flags", "flags", "orders", "stock"]);
      deepStrictEqual((await sorts()).slice(0, 2), ["ascending", "none"]);
      await page.keyboard.press("Space");
      deepStrictEqual(await readers(), ["stock", "orders", "flags", "flags", "batch"]);
      deepStrictEqual((await sorts()).slice(0, 2), ["descending", "none"]);
      await table.getByRole("button", { name: "Owner" }).click();
      deepStrictEqual((await sorts()).slice(0, 1), ["none"]);
      strictEqual((await readers()).at(-1), "flags");
    });
  });

  for (const width of [390, 1280, 1440]) {
    it(`scrolls nowhere sideways on a screen of ${width}`, async () => {
      await withPage(
        browser,
        shop,
        async (page) => deepStrictEqual(await ask(page, "tooWide"), []),
        { viewport: { width, height: 900 }, hash: "#reader%3Aorders" },
      );
    });
  }

  it("shows each row as a card on a small screen, and each of its cells as wide as the card", async () => {
    const viewport = { width: 390, height: 900 };
    const file = join(__dirname, "../../examples/landing-zones/hub-of-secrets.yaml");
    const hub = written("hub.html", await pageOf(readFileSync(file, "utf8"), { proof: "own" }));
    await withPage(
      browser,
      hub,
      async (page) => {
        deepStrictEqual(await ask(page, "narrowCells"), []);
        deepStrictEqual(await ask(page, "tooWide"), []);
      },
      { viewport },
    );
  });

  it("lets arrows pass beside names", async () => {
    await withPage(browser, shop, async (page) => {
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

  it("is used by keyboard alone: choose, read the details, come back", async () => {
    await withPage(browser, reference, async (page) => {
      const reader = page.getByRole("link", { name: "reader application-b" });
      await reader.focus();
      strictEqual(await ask(page, "styleOf", ":focus rect", "stroke-width"), "3px");
      await page.keyboard.press("Enter");
      await page
        .locator("#said", { hasText: "reader application-b: 1 grant" })
        .waitFor({ state: "attached" });
      strictEqual(await page.locator(":focus").getAttribute("id"), "details-title");
      await page.keyboard.press("Escape");
      strictEqual(await page.locator("#details:visible").count(), 0);
      strictEqual(new URL(page.url()).hash, "");
      ok(await reader.evaluate((one) => one.matches(":focus")));
    });
  });

  it("lets the Tab key reach everything that can be used, in its details too", async () => {
    await withPage(
      browser,
      shop,
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
      { hash: "#reader%3Aorders" },
    );
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
    });
  });

  it("gives every control a role and a name in the accessibility tree", async () => {
    await withPage(
      browser,
      shop,
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
      { hash: "#reader%3Aorders" },
    );
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
        { colorScheme, hash: "#reader%3Aorders" },
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

  it("prints a picture of each account, none of them higher than a page of paper", async () => {
    const size = { accounts: 4, clusterAccounts: 2, readers: 40, secrets: 16 };
    const file = written("four.html", await pageOf(largeInventory(size)));
    await withPage(browser, file, async (page) => {
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

/** Waits until the details are those of a node. */
async function chosen(page: Page, name: string): Promise<void> {
  await page.locator("#details-title").getByText(name, { exact: true }).waitFor();
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}
