import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { graphShape } from "../../../cli/picture/graph-shape";
import { none } from "../../facts";
import { done, refused } from "../../outcomes";
import { largeInventory } from "../large-inventory";
import { SHOP } from "../pages";
import { filesIn, run } from "../support";

describe("eks-pod-secrets graph", () => {
  it("rejects a dash for a file", async () => {
    const { code, stderr } = await run("graph --out -");
    const says = "error: --out must be a file, got -; /dev/stdout is standard output\n";
    deepStrictEqual([code, stderr], [2, says]);
  });

  it("draws the reference inventory as one file, and says what it shows", async () => {
    const directory = filesIn({});
    const out = join(directory, "picture.svg");
    deepStrictEqual(await run(`graph --out ${out}`), {
      code: 0,
      stdout: `${out} shows 2 accounts, 2 readers, 2 secrets, 2 grants\n`,
      stderr: "",
    });
    const text = readFileSync(out, "utf8");
    strictEqual(XMLValidator.validate(text), true);
    deepStrictEqual(titlesOf(text), [
      "Who reads what: landing-zone.yaml",
      "account account-a, 111111111111, us-east-1",
      "cluster arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity",
      "AWS managed key",
      "account account-b, 222222222222, us-east-1",
      "key secretsmanagercross of us-east-1",
      "application-a assumes ascp-podidentity",
      "application-a reads secret-a",
      "application-b assumes ascp-podidentity-cross",
      "application-b reads secret-b",
      "reader application-a: service account serviceaccount-a in namespace default",
      "role arn:aws:iam::111111111111:role/ascp-podidentity",
      "reader application-b: service account serviceaccount-b in namespace default",
      "role arn:aws:iam::111111111111:role/ascp-podidentity-cross",
      "secret secret-a",
      "secret secret-b",
    ]);
  });

  it("fetches nothing and runs nothing", async () => {
    const directory = filesIn({ "zone.yaml": SHOP });
    const out = join(directory, "picture.svg");
    await run(`graph --inventory ${directory}/zone.yaml --out ${out}`);
    const text = readFileSync(out, "utf8");
    ok(!/<(?:script|image|foreignObject|a)\b|\son\w+=|@import/.test(text));
    const references = [...text.matchAll(/href="([^"]*)"|url\(([^)]*)\)/g)].map(
      ([, href, url]) => href ?? url ?? "",
    );
    none(references, (one) => !one.startsWith("#"));
  });

  it("shows accounts alone where readers are many, unless asked for all", async () => {
    const text = largeInventory({ accounts: 10, clusterAccounts: 4, readers: 80, secrets: 60 });
    const directory = filesIn({ "zone.yaml": text });
    const [inventory, out, all] = ["zone.yaml", "few.svg", "all.svg"].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    const few = await run(`graph --inventory ${inventory} --out ${out}`);
    match(few.stderr, /^it shows accounts alone, .* --show readers shows all, --of NAME a part\n$/);
    const titles = titlesOf(readFileSync(out, "utf8"));
    ok(titles.includes("billing-000 → billing-000: 20 grants"), titles.join("\n"));
    strictEqual(titles.filter((title) => title.startsWith("reader ")).length, 0);
    const every = await run(`graph --inventory ${inventory} --out ${all} --show readers`);
    strictEqual(every.stderr, "");
    const shown = titlesOf(readFileSync(all, "utf8"));
    strictEqual(shown.filter((title) => title.startsWith("reader ")).length, 80);
  });

  it("shows a matrix where accounts are many, in which a cell stands for their grants", async () => {
    const text = largeInventory({ accounts: 20, clusterAccounts: 4, readers: 80, secrets: 60 });
    const directory = filesIn({ "zone.yaml": text });
    const out = join(directory, "matrix.svg");
    const { stderr } = await run(`graph --inventory ${directory}/zone.yaml --out ${out}`);
    match(stderr, /^it shows a matrix of accounts, .* --of NAME a part\n$/);
    const titles = titlesOf(readFileSync(out, "utf8"));
    ok(titles.includes("billing-000 reads of billing-000: 20 grants"), titles.join("\n"));
  });

  it("shows only what is connected to one thing", async () => {
    const both = SHOP.replace("  batch: {", '  "own": {');
    const directory = filesIn({ "zone.yaml": SHOP, "both.yaml": both });
    const [inventory, out] = [join(directory, "zone.yaml"), join(directory, "part.svg")];
    const graph = (of: string) => run(`graph --inventory ${inventory} --of ${of} --out ${out}`);
    const parts: Record<string, string> = {
      "secret:orders/db": "2 accounts, 1 reader, 1 secret, 1 grant",
      batch: "2 accounts, 1 reader, 1 secret, 1 grant",
      "account:platform": "3 accounts, 4 readers, 4 secrets, 1 parameter, 5 grants",
      back: "2 accounts, 1 reader, 1 secret, 1 grant",
      "pods-stock": "2 accounts, 1 reader, 1 secret, 1 grant",
      "/shop/flags": "1 account, 1 reader, 1 parameter, 1 grant",
      spare: "1 account, 0 readers, 0 secrets, 0 grants",
    };
    for (const [of, shown] of Object.entries(parts)) {
      strictEqual((await graph(of)).stdout, `${out} shows ${shown}\n`, of);
    }
    const titles = titlesOf(readFileSync(out, "utf8"));
    ok(titles[0]?.endsWith("zone.yaml, spare"), titles[0]);
    match((await graph("nothing")).stderr, /^error: --of must name .* inventory, got "nothing"\n$/);
    strictEqual(
      await refused(run(`graph --inventory ${directory}/both.yaml --out ${out} --of own`)),
      'error: --of must name one thing, got "own", which names reader:own, secret:own\n',
    );
  });

  it("counts secrets and parameters of an account apart", async () => {
    const directory = filesIn({ "zone.yaml": SHOP });
    const [inventory, out] = [join(directory, "zone.yaml"), join(directory, "accounts.svg")];
    await run(`graph --inventory ${inventory} --out ${out} --show accounts`);
    const titles = titlesOf(readFileSync(out, "utf8"));
    ok(titles.includes("1 secret · 1 parameter · 0 keys of platform"), titles.join("\n"));
    ok(titles.includes("2 secrets · 2 keys of data"), titles.join("\n"));
  });

  it("answers nodes and edges in JSON, as its schema says", async () => {
    const directory = filesIn({ "zone.yaml": SHOP });
    const stdout = await done(run(`graph --inventory ${directory}/zone.yaml --json`));
    const { edges, nodes } = graphShape.strict().parse(JSON.parse(stdout));
    const ids = nodes.map(({ id }) => id);
    strictEqual(new Set(ids).size, ids.length);
    none(
      edges.flatMap(({ from, to }) => [from, to]),
      (id) => !ids.includes(id),
    );
    deepStrictEqual(
      edges.filter(({ from, to }) => /stock/.test(from + to)),
      [
        { kind: "assumes", from: "reader:stock", to: "role:stock" },
        { kind: "assumes", from: "role:stock", to: "target-role:stock" },
        {
          kind: "reads",
          from: "reader:stock",
          to: "secret:stock/db",
          as: "target-role:stock",
          crossAccount: true,
        },
        { kind: "encrypts", from: "key:data/eu-west-1/pods-stock", to: "secret:stock/db" },
      ],
    );
  });

  it("takes the names of files and things for text", async () => {
    const directory = filesIn({ "zone.yaml": SHOP });
    const hostile = join(directory, `a"><script>'&.yaml`);
    renameSync(join(directory, "zone.yaml"), hostile);
    const out = join(directory, "picture.svg");
    await done(run(`graph --inventory ${hostile} --out ${out}`));
    const text = readFileSync(out, "utf8");
    strictEqual(XMLValidator.validate(text), true);
    ok(text.includes("a&quot;&gt;&lt;script&gt;&#39;&amp;.yaml"));
  });

  it("rejects what it cannot do, in one line", async () => {
    const directory = filesIn({ "wrong.yaml": "accounts: 7\n" });
    const out = join(directory, "picture.svg");
    const [wrong, both, own] = await Promise.all([
      run(`graph --inventory ${directory}/wrong.yaml --out ${out}`),
      run(`graph --json --out ${out}`),
      run("graph --out ./landing-zone.yaml"),
    ]);
    deepStrictEqual([wrong.code, both.code, own.code], [2, 2, 2]);
    match(wrong.stderr, /wrong\.yaml:1:11: error: accounts must be /);
    match(both.stderr, /^error: option '--out <FILE>' cannot be used with option '--json'\n$/);
    match(own.stderr, /^error: --out must be another file than the inventory/);
    strictEqual(existsSync(out), false);
  });
});

/** Every title in a picture, in order. */
function titlesOf(text: string): string[] {
  const titles: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      for (const [name, child] of Object.entries(value)) {
        if (name === "title") titles.push(textOf(child));
        else collect(child);
      }
    }
  };
  collect(
    new XMLParser({ preserveOrder: true, ignoreAttributes: true, processEntities: true }).parse(
      text,
    ),
  );
  return titles;
}

function textOf(children: unknown): string {
  return (children as { "#text": string }[]).map((child) => child["#text"]).join("");
}
