import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { claimTexts } from "../../../cli/verbs/report/claims";
import { reportShape } from "../../../cli/verbs/report/shape";
import { each } from "../../facts";
import { refused } from "../../outcomes";
import { SHOP } from "../pages";
import { filesIn, run } from "../support";

describe("the origin of a report", () => {
  it("says of what it was made, when and by what, in the page and in JSON", async () => {
    const directory = filesIn({ "zone.yaml": SHOP });
    const [inventory, out] = [join(directory, "zone.yaml"), join(directory, "page.html")];
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", directory, "-c", "user.name=a", "-c", "user.email=a@b", ...args])
        .toString()
        .trim();
    const made = async () => {
      const args = ["report", "--no-proof", "--inventory", inventory, "--out", out, "--json"];
      const { stdout, stderr } = await run(args, { env: { SOURCE_DATE_EPOCH: "1767323045" } });
      strictEqual(stderr, "");
      const { origin } = reportShape.strict().parse(JSON.parse(stdout));
      const [, head = ""] = /<dl class="origin"[^>]*>([\s\S]*?)<\/dl>/.exec(page()) ?? [];
      return {
        origin,
        head: head
          .replace(/<[^>]*>/g, " ")
          .replace(/\s+/g, " ")
          .trim(),
      };
    };
    const page = () => readFileSync(out, "utf8");
    const digest = createHash("sha256").update(SHOP).digest("hex");
    const { head: outside, origin } = await made();
    strictEqual(origin.made, "2026-01-02T03:04:05.000Z");
    deepStrictEqual(origin.files, [{ file: inventory, sha256: digest }]);
    match(origin.documents.sha256, /^[0-9a-f]{64}$/);
    deepStrictEqual(
      [origin.revision, origin.noRevision],
      [undefined, "no Git repository holds the inventory"],
    );
    strictEqual(
      outside,
      `Made 2026-01-02 03:04:05 UTC by eks-pod-secrets ${origin.version} Revision unknown: no Git repository holds the inventory Inventory ${inventory} sha256:${digest} Documents what the inventory leads to sha256:${origin.documents.sha256}`,
    );
    ok(page().includes("as declared; nothing deployed was looked at"));
    git("init", "--quiet");
    git("add", "zone.yaml");
    git("commit", "--quiet", "--message", "one");
    const commit = git("rev-parse", "HEAD");
    const committed = await made();
    deepStrictEqual(committed.origin.revision, { commit, isChanged: false });
    ok(committed.head.includes(`Revision ${commit} Inventory`), committed.head);
    writeFileSync(inventory, `${SHOP}# more\n`);
    const changed = await made();
    deepStrictEqual(changed.origin.revision, { commit, isChanged: true });
    ok(changed.head.includes(`${commit} , with changes that are not committed`), changed.head);
    strictEqual(changed.origin.documents.sha256, origin.documents.sha256);
  });

  it("names every file of an inventory with its digest", async () => {
    const files = {
      "zone.yaml": `include: [more.yaml]\n${SHOP}`,
      "more.yaml": "secrets: { extra: { account: platform } }\n",
    };
    const directory = filesIn(files);
    const args = ["--no-proof", "--inventory", join(directory, "zone.yaml")];
    const out = join(directory, "page.html");
    const { stdout } = await run(["report", ...args, "--out", out, "--json"]);
    each(JSON.parse(stdout).origin.files, ({ file }: { file: string }) => basename(file)).are([
      "zone.yaml",
      "more.yaml",
    ]);
  });

  it("rejects a time that is none", async () => {
    const directory = filesIn({});
    const args = ["report", "--no-proof", "--out", join(directory, "page.html")];
    strictEqual(
      await refused(run(args, { env: { SOURCE_DATE_EPOCH: "soon" } })),
      'error: SOURCE_DATE_EPOCH must be seconds since 1970, got "soon"\n',
    );
  });
});

describe("the words for grant-available", () => {
  const page = readFileSync(join(__dirname, "../../../docs/understanding/proof.md"), "utf8");
  const [row = ""] = /^\| `grant-available` \|.*$/m.exec(page) ?? [];

  it("say that the policies let the pod read, and not that an agent gives it its session", () => {
    for (const text of [claimTexts["grant-available"], row]) {
      match(text, /the policies let .*whether the Pod Identity agent runs/i);
      doesNotMatch(text, /gets its session/);
    }
  });
});
