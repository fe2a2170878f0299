import { deepStrictEqual, rejects } from "node:assert";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { usableInventory } from "../../../../cli/inventory/inventory-file";
import { importsOf } from "../../../../cli/stacks/backend/import-files";
import { changedSince } from "../../../../cli/stacks/changed/changed-since";
import { findChanges } from "../../../../cli/stacks/changed/find-changes";
import { stackPlan } from "../../../../stacks/stack-plan";
import { setEnvironment } from "../../../sandbox/providers/support";
import { filesIn } from "../../support";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { orders: { account: b, key: orders } }
include: [readers/*.yaml]
`;
const READER =
  "readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] } }\n";
const PROGRAM = "node_modules/@eks-pod-secrets/cli/bin/stacks/index.js";

describe("the stacks of which an inventory says something else than at a revision", () => {
  let directory: string;
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    execFileSync("git", [...who, ...args], { cwd: directory, stdio: "pipe" });
  };
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

  beforeEach(() => {
    directory = filesIn({
      "landing-zone.yaml": INVENTORY,
      "readers/web.yaml": READER,
      "adopted/b.secrets.imports.json": '{ "resources": [] }',
      "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
      "node_modules/@eks-pod-secrets/cli/package.json": '{ "name": "@eks-pod-secrets/cli" }',
      [PROGRAM]: "",
      ...Object.fromEntries(
        ["aws", "eks", "kubernetes", "pulumi"].map((name) => [
          `node_modules/@pulumi/${name}/package.json`,
          '{ "version": "1.0.0" }',
        ]),
      ),
      ".gitignore": "node_modules\nPulumi.*.yaml\n",
    });
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "first");
  });

  async function since(revision: string): Promise<string[]> {
    const file = join(directory, "landing-zone.yaml");
    const inventory = await usableInventory(file);
    const plan = stackPlan(inventory.landingZone);
    const look = { file, inventory, workDir: directory };
    const imports = (stack: string) => importsOf(file, stack);
    const { reasons } = await changedSince({ ...look, importsOf: imports }, plan, revision);
    return [...reasons.keys()];
  }

  it("are none where nothing was changed, and those that the revision did not have", async () => {
    deepStrictEqual(await since("HEAD"), []);
    write("readers/web.yaml", "readers: {}\n");
    git("commit", "-q", "-a", "-m", "none");
    git("revert", "-n", "HEAD");
    git("commit", "-q", "-m", "again");
    deepStrictEqual((await since("HEAD~1")).includes("a.workloads"), true);
  });

  it("are those of an included file that was changed, whichever commit did it", async () => {
    write("readers/web.yaml", READER.replace("web, reads", "api, reads"));
    git("commit", "-q", "-a", "-m", "second");
    git("commit", "-q", "--allow-empty", "-m", "third");
    deepStrictEqual(await since("HEAD~2"), ["b.secrets", "a.workloads"]);
    deepStrictEqual(await since("HEAD~1"), []);
  });

  it("are those whose import file was changed", async () => {
    const resources = [{ type: "t", name: "n", id: "i" }];
    write("adopted/b.secrets.imports.json", JSON.stringify({ resources }));
    git("commit", "-q", "-a", "-m", "second");
    deepStrictEqual(await since("HEAD~1"), ["b.secrets"]);
  });

  it("are asked for alone, but with an import file also all others, which may hold what it names", async () => {
    mkdirSync(join(directory, "bin"));
    write(
      "bin/pulumi",
      '#!/bin/sh\ncase "$*" in stack\\ ls*) echo "[]" ;; *) echo v3.248.0 ;; esac\n',
    );
    chmodSync(join(directory, "bin/pulumi"), 0o755);
    const restore = setEnvironment({
      PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
    });
    const file = join(directory, "landing-zone.yaml");
    const isListed = async () => {
      git("commit", "-q", "-a", "-m", "next");
      const inventory = await usableInventory(file);
      const plan = stackPlan(inventory.landingZone);
      const { known } = await findChanges(inventory, plan, { inventory: file, since: "HEAD~1" });
      return known === undefined;
    };
    try {
      write(".gitignore", "node_modules\nPulumi.*.yaml\nbin\n");
      deepStrictEqual(await isListed(), false);
      const resources = [{ type: "t", name: "n", id: "i" }];
      write("adopted/b.secrets.imports.json", JSON.stringify({ resources }));
      deepStrictEqual(await isListed(), true);
    } finally {
      restore();
    }
  });

  it("rejects a revision that there is not, and says how a CI gets it", async () => {
    await rejects(
      since("absent"),
      /^UserError: --since must name a revision .*, got "absent"; in CI, fetch/,
    );
    await rejects(since("--help"), /must name a revision/);
  });

  it("rejects an inventory that is not committed", async () => {
    write("readers/web.yaml", READER.replace("web, reads", "api, reads"));
    await rejects(since("HEAD"), /needs an inventory that is committed/);
    git("checkout", "-q", ".");
    write("readers/more.yaml", "{}\n");
    await rejects(since("HEAD"), /needs an inventory that is committed/);
  });

  it("rejects an inventory that is in no repository", async () => {
    git("worktree", "prune");
    execFileSync("rm", ["-rf", join(directory, ".git")]);
    await rejects(
      since("HEAD"),
      /needs an inventory that is in a Git repository: no Git repository/,
    );
  });
});
