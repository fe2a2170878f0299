import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outputFile } from "../../../cli/terminal/output-file";
import { ownProof } from "../../../cli/verbs/report/page-proof";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { each, rows } from "../../facts";
import { done } from "../../outcomes";
import { largeInventory } from "../large-inventory";
import { pageOf, REFERENCE, SHOP, zoneOf } from "../pages";
import { filesIn, run } from "../support";

describe("eks-pod-secrets report", () => {
  it("writes a page with what was proved, and says where", async () => {
    const directory = filesIn({});
    const file = join(directory, "page.html");
    const { code, stderr, stdout } = await run(`report --out ${file}`);
    deepStrictEqual([code, stderr, stdout], [0, "", `${file} is written; open it in a browser\n`]);
    const text = readFileSync(file, "utf8");
    match(text, /<b>Proved<\/b><a href="#proof-title">11 of 11 claims/);
  });

  it("says which claims a proof leaves out, and how to have them", async () => {
    const directory = filesIn({});
    const [file, from] = [join(directory, "page.html"), join(directory, "proof.json")];
    const { stdout } = await run("prove --claim secret-bounded --json");
    writeFileSync(from, stdout);
    const { code, stderr } = await run(`report --proof ${from} --out ${file} --through-changes 2`);
    strictEqual(code, 0);
    strictEqual(
      stderr,
      [
        `Not proved for this page: key-bounded, role-unforgeable, role-contained, grant-available, read-exclusive; ${from} does not say it. These commands prove all, and make the page with it:`,
        "  eks-pod-secrets prove --inventory landing-zone.yaml --json > proof.json",
        `  eks-pod-secrets report --inventory landing-zone.yaml --proof proof.json --through-changes 2 --out ${file}`,
        "",
      ].join("\n"),
    );
    const text = readFileSync(file, "utf8");
    match(text, /<b>Proved in part<\/b><a href="#proof-title">2 of 2 claims; what was not/);
    match(text, /<th scope="row"[^>]*>role-contained<\/th>.*?<b class="none">not proved<\/b>/);
    match(text, /<pre><code>eks-pod-secrets prove [^<]*--proof proof\.json/);
  });

  it("proves every claim about up to 2,000 grants, and nothing about more", async () => {
    const size = { accounts: 12, clusterAccounts: 5, secrets: 960 };
    const proofs = [];
    for (const readers of [1_000, 1_001]) {
      const zone = zoneOf(largeInventory({ ...size, readers }));
      const source = { title: "", documents: landingZoneDocuments(zone), notes: [], zone };
      proofs.push((await ownProof(source, ["how"], { fresh: true })).proof);
    }
    const [most, more] = proofs;
    ok(most && "answer" in most && !most.left);
    deepStrictEqual(
      new Set(most.answer.claims.map(({ claim, result }) => `${claim} ${result}`)),
      new Set([
        "secret-bounded proved",
        "key-bounded proved",
        "role-unforgeable proved",
        "role-contained proved",
        "grant-available proved",
        "read-exclusive proved",
      ]),
    );
    deepStrictEqual(more, {
      absent: "Nothing was proved for this page: 2,002 grants take longer than a report should.",
      commands: ["how"],
    });
  });

  it("names its file after the inventory where none is named", () => {
    strictEqual(outputFile(undefined, "teams/shop.yaml", ".html"), "shop.html");
    strictEqual(outputFile("x.htm", "teams/shop.yaml", ".html"), "x.htm");
  });

  it("proves nothing where told so", async () => {
    const directory = filesIn({});
    const file = join(directory, "page.html");
    const { code, stderr } = await run(`report --no-proof --out ${file}`);
    deepStrictEqual([code, stderr], [0, ""]);
    match(readFileSync(file, "utf8"), /<b>Not proved<\/b>/);
  });

  it("shows a proof that was made before", async () => {
    const claim = {
      claim: "secret-bounded",
      subject: "",
      result: "refuted",
      milliseconds: 1,
      assumptionsUsed: [],
      counterexample: {
        summary: "anybody reads it",
        request: { principal: { kind: "anonymous" }, action: "s:Get", resource: "*" },
        document: "resource policy of it",
        statement: 0,
        turnsOn: [
          {
            ...{ document: "resource policy of it", index: 0, key: "aws:SourceIp" },
            ...{ operator: "NotIpAddress", values: ["10.0.0.0/8"], found: [], holds: true },
          },
        ],
        fix: "name the reader",
      },
    };
    const secret = /arn:aws:secretsmanager:[^"]*secret-b-\w{6}/;
    const proved = JSON.parse((await run("prove --claim secret-bounded --json")).stdout);
    const subject = proved.claims
      .map((one: { subject: string }) => one.subject)
      .find((arn: string) => secret.test(arn));
    const proof = {
      result: "refuted",
      assumptions: [],
      documents: proved.documents,
      notes: [],
      outside: ["role ops, whose policies let it change the documents"],
      claims: [{ ...claim, subject }],
      recalled: 0,
    };
    const directory = filesIn({ "proof.json": JSON.stringify(proof) });
    const [file, from] = [join(directory, "page.html"), join(directory, "proof.json")];
    await done(run(`report --proof ${from} --out ${file}`));
    const text = readFileSync(file, "utf8");
    match(text, /<b>Refuted<\/b><a href="#proof-title">1 of 1 claims, others not asked/);
    match(
      text,
      /anybody reads it\.[\s\S]*statement 0 \(from 0\) of the resource policy of it[\s\S]*<dt>Turns on<\/dt><dd>aws:SourceIp: the request has none, so NotIpAddress &quot;10\.0\.0\.0\/8&quot; holds[\s\S]*name the reader/,
    );
    ok(text.includes(`As ${from} says`));
  });

  it("rejects a proof of something else, though its subjects are the same, and a file that is none", async () => {
    const { stdout } = await run("prove --claim secret-bounded --json");
    const other = { ...JSON.parse(stdout), documents: ["0".repeat(64)] };
    const files = { "other.json": JSON.stringify(other), "none.json": '{"result": "maybe"}' };
    const directory = filesIn(files);
    const out = join(directory, "page.html");
    const [wrong, none, missing] = await Promise.all(
      ["other.json", "none.json", "missing.json"].map((name) =>
        run(["report", "--proof", join(directory, name), "--out", out]),
      ),
    );
    deepStrictEqual([wrong?.code, none?.code, missing?.code], [2, 2, 2]);
    match(
      wrong?.stderr ?? "",
      /^error: .*other\.json must be a proof of the documents of this page, SHA-256 [0-9a-f]{64}, but is one of 0{64}: make it again by eks-pod-secrets prove /,
    );
    match(none?.stderr ?? "", /^error: .*none\.json must hold what eks-pod-secrets prove --json/);
    match(missing?.stderr ?? "", /^error: cannot read .*missing\.json: no such file/);
    strictEqual(existsSync(out), false);
  });

  it("rejects a file that it cannot write, in one line", async () => {
    const directory = filesIn({});
    const missing = join(directory, "none/page.html");
    const [nowhere, folder, own] = await Promise.all([
      run(`report --no-proof --out ${missing}`),
      run(`report --no-proof --out ${directory}`),
      run("report --no-proof --out landing-zone.yaml"),
    ]);
    deepStrictEqual(rows([nowhere, folder, own], "code", "stderr"), [
      [2, `error: cannot write ${missing}: its directory does not exist\n`],
      [2, `error: cannot write ${directory}: it is a directory\n`],
      [2, "error: --out must be another file than the inventory, got landing-zone.yaml\n"],
    ]);
  });
});

describe("the page of report", () => {
  it("allows itself no request, and no script or style but its own", async () => {
    const text = await pageOf(SHOP);
    match(
      text,
      /content="default-src 'none'; script-src 'sha256-[\w+/]+=*'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; form-action 'none'"/,
    );
    const fetched = [...text.matchAll(/(?:src|href|action)="([^"]*)"|url\(["']?([^"')]*)/g)]
      .map(([, attribute, style]) => attribute ?? style ?? "")
      .filter((url) => !url.startsWith("#") && !url.startsWith("data:"));
    deepStrictEqual(fetched, []);
  });

  it("says that a grant is denied whose service account no association names", async () => {
    const text = await pageOf(REFERENCE, { change: ({ associations, ...others }) => others });
    strictEqual(text.match(/no Pod Identity association names the service account/g)?.length, 4);
    match(text, /<b>2 denied<\/b>/);
  });

  it("is the same at every run", async () => {
    strictEqual(await pageOf(REFERENCE), await pageOf(REFERENCE));
  });

  it("says in its table, without any script, who reads what", async () => {
    const [, body = ""] =
      /<table id="access"[^>]*>([\s\S]*?)<\/table>/.exec(await pageOf(REFERENCE)) ?? [];
    const rows = body.split("<tr>").slice(2);
    each(rows, (row) =>
      row
        .replace(/<\/(?:th|td)>/g, "|")
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    ).are([
      "application-a default/serviceaccount-a | ascp-podidentity account-a | ascp-podidentity | secret-a us-east-1 | account-a same account | may read | not asked |",
      "application-b default/serviceaccount-b | ascp-podidentity account-a | ascp-podidentity-cross | secret-b us-east-1 | account-b other account | may read | not asked |",
    ]);
  });
});
