import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { reportShape } from "../../../cli/verbs/report/shape";
import { SHOP } from "../pages";
import { run, withFiles } from "../support";

describe("the origin of a report", function () {
  this.timeout(120_000);

  it("says of what it was made, when and by what, in the page and in JSON", async () => {
    await withFiles({ "zone.yaml": SHOP }, async (directory) => {
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
  });

  it("names every file of an inventory with its digest", async () => {
    const files = {
      "zone.yaml": `include: [more.yaml]\n${SHOP}`,
      "more.yaml": "secrets: { extra: { account: platform } }\n",
    };
    await withFiles(files, async (directory) => {
      const args = ["--no-proof", "--inventory", join(directory, "zone.yaml")];
      const out = join(directory, "page.html");
      const { stdout } = await run(["report", ...args, "--out", out, "--json"]);
      deepStrictEqual(
        JSON.parse(stdout).origin.files.map(({ file }: { file: string }) => basename(file)),
        ["zone.yaml", "more.yaml"],
      );
    });
  });

  it("rejects a time that is none", async () => {
    await withFiles({}, async (directory) => {
      const args = ["report", "--no-proof", "--out", join(directory, "page.html")];
      const { code, stderr } = await run(args, { env: { SOURCE_DATE_EPOCH: "soon" } });
      deepStrictEqual(
        [code, stderr],
        [2, 'error: SOURCE_DATE_EPOCH must be seconds since 1970, got "soon"\n'],
      );
    });
  });
});
