import { deepStrictEqual, match, strictEqual } from "node:assert";
import { pageOf, SHOP } from "../cli/pages";
import { withPage } from "./browser";
import { ask } from "./in-page/ask";
import { chosen, openReportPages, type ReportPages, textOf } from "./report-pages";

/** Used for what HTML alone cannot do, and to see that no unexpected script runs. */
const WITH_SCRIPT = { javaScriptEnabled: true };

describe("the page of report, in a browser", () => {
  let pages: ReportPages;

  before(async () => {
    pages = await openReportPages();
  });

  after(() => pages?.close());

  it("draws an arrow for each grant, from the role that reads to the secret", async () => {
    await withPage(pages.browser, pages.reference, async (page) => {
      deepStrictEqual(await ask(page, "arrowEnds", ""), [
        "assumes: application-a → ascp-podidentity",
        "own-account: ascp-podidentity → secret-a",
        "assumes: application-b → ascp-podidentity-cross",
        "cross-account: ascp-podidentity-cross → secret-b",
      ]);
    });
  });

  it("shows what a reader reads and why: links lead to the statements themselves", async () => {
    await withPage(pages.browser, pages.reference, async (page) => {
      await page.locator("figure").getByRole("link", { name: "reader application-b" }).click();
      const details = await chosen(page, "reader:application-b");
      const why = [];
      for (const link of await details.locator(".why a").all()) {
        const place = (await link.getAttribute("href"))?.slice(1);
        const { Sid } = JSON.parse(await textOf(page.locator(`[id="${place}"]`)));
        why.push([await textOf(link), Sid.replace(/[0-9A-Fa-f]{12}$/, "")]);
      }
      deepStrictEqual(why, [
        ["Who may become the role", "EksPodIdentity"],
        ["What the role may do", "ReadSecrets"],
        ["Whom the secret lets in", "ReaderDefaultServiceaccountB"],
        ["What the role may do", "DecryptThroughSecretsManager"],
        ["Whom the key decrypts for", "ReadersDecryptThroughSecretsManager"],
      ]);
      match(await textOf(details), /proved\s*grant-available/);
      match(await textOf(details), /trust policy\s*[\d,]+ of 2,048/);
      await details.getByRole("link", { name: "Whom the secret lets in" }).click();
      match(await textOf(page.locator("pre :target")), /ReaderDefaultServiceaccountB/);
      match(await textOf(page.locator(".entry:has(:target) h3")), /Secret secret-b/);
    });
  });

  it("shows who reads a secret, its key and its documents", async () => {
    await withPage(pages.browser, pages.shop, async (page) => {
      await page.locator("figure").getByRole("link", { name: "secret orders/db" }).click();
      const secret = await chosen(page, "secret:orders/db");
      const text = await textOf(secret);
      match(text, /Who reads it\s*orders\s*across accounts\s*may read/);
      match(text, /Encrypted by\s*pods-orders/);
      match(text, /arn:aws:iam::222222222222:role\/admin/);
      match(text, /resource policy\s*[\d,]+ of 20,480 characters/);
      await secret.getByRole("link", { name: "pods-orders" }).first().click();
      const key = await chosen(page, "key:data/eu-west-1/pods-orders");
      match(await textOf(key), /Encrypts\s*orders\/db[\s\S]*key policy\s*[\d,]+ of 32,768 bytes/);
      await page.locator("figure").getByRole("link", { name: "reader orders" }).click();
      const reader = await chosen(page, "reader:orders");
      match(await textOf(reader), /In eu-west-1[\s\S]*In eu-central-1/);
    });
  });

  it("leads from an account to all that it holds, and from that to each", async () => {
    await withPage(pages.browser, pages.shop, async (page) => {
      await page.locator("summary", { hasText: "platform" }).first().click();
      await page.locator(".entry:visible > summary", { hasText: "Account platform" }).click();
      await page.locator(".facts:visible").getByRole("link", { name: "shop", exact: true }).click();
      const cluster = await chosen(page, "cluster:shop");
      await cluster.getByRole("link", { name: "stock" }).click();
      await chosen(page, "reader:stock");
    });
  });

  it("follows a target role from the reader's account into the owner's", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
        const marked = await ask(page, "arrowEnds", "");
        deepStrictEqual(
          marked.map((arrow) => arrow.replace(/[-…][0-9a-f]{9,12}/g, "")),
          [
            "assumes: stock → shop-stock-stock-api",
            "assumes: shop-stock-stock-api → shop-stock-stock-api-target",
            "own-account: shop-stock-stock-api-target → stock/db",
          ],
        );
        const details = await chosen(page, "reader:stock");
        const links = details.getByRole("link", { name: "Who may become the role" });
        strictEqual(await links.count(), 2);
        await links.last().click();
        const above = page.locator('h3[id="target-role:stock"] ~ pre :target');
        strictEqual(await above.count(), 1);
        match(await textOf(details), /arn:aws:iam::222222222222:role\//);
      },
      { hash: "#reader:stock" },
    );
  });

  it("says where a declared grant is denied, and by what", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
        const [denied, ...others] = await ask(page, "arrowEnds", ".denied");
        match(denied ?? "", /^denied: back-batch-batch-[0-9a-f]{12} → legacy\/api$/);
        deepStrictEqual(others, []);
        const details = await chosen(page, "reader:batch");
        match(
          await textOf(details),
          /Denied: statement "NoLegacy" of service control policy 1[\s\S]*What denies it[\s\S]*refuted\s*grant-available/,
        );
        const row = page.locator("#access tbody tr").filter({ hasText: "legacy/api" });
        match(await textOf(row), /denied[\s\S]*NoLegacy[\s\S]*refuted/);
        await details.getByRole("link", { name: "What denies it" }).click();
        match(await textOf(page.locator("pre :target")), /"Sid": "NoLegacy"/);
      },
      { hash: "#reader:batch" },
    );
  });

  it("shows who can come to read by which calls, on paper too, and leads there from its tile", async () => {
    await withPage(pages.browser, pages.shop, async (page) => {
      await page.getByRole("link", { name: "by which others come to read" }).click();
      const section = page.locator("section:has(> h2:target)");
      for (const media of ["screen", "print"] as const) {
        await page.emulateMedia({ media });
        strictEqual(await section.locator(".findings > li > b:visible").count(), 3);
        strictEqual(await section.getByText("asks for secretsmanager:Put").count(), 3);
        strictEqual(await section.locator("ol ol > li > ul > li:visible").count(), 3);
      }
    });
  });

  it("keeps of the table what a search asks for, and says how much that is", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
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
      },
      WITH_SCRIPT,
    );
  });

  it("sorts a table by each of its columns, up and down, by keyboard", async () => {
    await withPage(
      pages.browser,
      pages.shop,
      async (page) => {
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
      },
      WITH_SCRIPT,
    );
  });

  it("says in its legend what every sign means that it shows", async () => {
    await withPage(pages.browser, pages.shop, async (page) => {
      const legend = await textOf(page.getByRole("group", { name: "Legend" }));
      for (const one of ["cluster", "reader", "IAM role", "secret", "parameter", "key"]) {
        match(legend, new RegExp(one));
      }
      match(legend, /declared, but denied/);
    });
  });

  it("takes the choice from its address, and goes back to the one before", async () => {
    await withPage(
      pages.browser,
      pages.reference,
      async (page) => {
        await chosen(page, "secret:secret-b");
        await page.locator("#access").getByRole("link", { name: "application-a" }).click();
        await chosen(page, "reader:application-a");
        await page.goBack();
        await chosen(page, "secret:secret-b");
      },
      { hash: "#secret%3Asecret-b" },
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
    const file = pages.written(
      "hostile.html",
      await pageOf(text, { inventory: hostile, proof: { absent: hostile } }),
    );
    await withPage(
      pages.browser,
      file,
      async (page) => {
        match(await textOf(await chosen(page, "secret:legacy/api")), /onerror/);
        strictEqual(await page.title(), `Who reads what: ${hostile}`);
        strictEqual(await page.locator("img").count(), 0);
        strictEqual(await page.locator("script").count(), 1);
      },
      { hash: "#secret%3Alegacy%2Fapi", ...WITH_SCRIPT },
    );
  });
});
