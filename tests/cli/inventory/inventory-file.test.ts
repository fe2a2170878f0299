import { deepStrictEqual, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { revisionOf } from "../../../cli/inventory/revision";
import { servedInventory } from "../../../cli/inventory/served-inventory";
import { filesIn, run, withFiles } from "../support";

const INVENTORY = `id: lz-warnings
accounts:
  a: { id: "111111111111", region: us-east-1 }
secrets:
  db-admin1: { account: a }
`;

describe("warnings of an inventory", () => {
  it("are printed by check, plan and up, and by no verb that only reads", async () => {
    const directory = filesIn({ "zone.yaml": INVENTORY });
    const option = ["--inventory", `${directory}/zone.yaml`];
    const warns = async (...args: string[]) =>
      (await run([...args, ...option])).stderr.includes("warning: secrets.db-admin1");
    const verbs = [
      ["check"],
      ["plan"],
      ["up"],
      ["permissions"],
      ["prove"],
      ["what-can-read", "web"],
    ];
    const said = await Promise.all(
      [...verbs, ["destroy"], ["who-can-read", "db-admin1"]].map(async ([verb = "", ...args]) =>
        (await warns(verb, ...args)) ? [verb] : [],
      ),
    );
    deepStrictEqual(said.flat(), ["check", "plan", "up"]);
  });
});

describe("the revision of an inventory that cannot be told", () => {
  const files = { "zone.yaml": "", "more.yaml": "" };

  /** The revision of these files. The first file is in an empty repository. */
  const revision = async (names: string[]) => {
    const directory = filesIn(files);
    const repository = join(directory, "repository");
    execFileSync("git", ["init", "--quiet", repository]);
    renameSync(join(directory, "zone.yaml"), join(repository, "zone.yaml"));
    return revisionOf(names.map((name) => join(directory, name)));
  };

  it("says that there is no repository", async () => {
    strictEqual(await revision(["more.yaml"]), "no Git repository holds the inventory");
  });

  it("names a file that is outside of the repository", async () => {
    const reason = String(await revision(["repository/zone.yaml", "more.yaml"]));
    strictEqual(
      reason.replace(/[^ ]*\/more/, "more"),
      "the Git repository of the inventory does not hold more.yaml",
    );
  });

  it("repeats what Git says of anything else", async () => {
    strictEqual(
      await revision(["repository/zone.yaml"]),
      "Git does not tell it: fatal: Needed a single revision",
    );
  });

  it("says that Git is not installed", async () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      strictEqual(
        await withFiles(files, (directory) => revisionOf([join(directory, "more.yaml")])),
        "Git is not installed",
      );
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe("servedInventory", () => {
  const INVENTORY = `
defaults: { secrets: { account: owner }, readers: { cluster: shared, namespace: orders } }
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  owner: { id: "222222222222", region: us-east-1 }
clusters: { shared: { account: pods, existing: true } }
secrets: { orders: { key: orders } }
readers: { orders: { serviceAccount: orders, reads: [orders] } }
`;

  const directory = mkdtempSync(join(tmpdir(), "served-inventory-"));
  after(() => rmSync(directory, { recursive: true }));

  function served(inventory: string) {
    const file = join(directory, "landing-zone.yaml");
    writeFileSync(file, inventory);
    return servedInventory(file);
  }

  function stacks(inventory: string) {
    const { stacks } = served(inventory);
    return ["pods", "owner"].flatMap(stacks);
  }

  it("names each account's stacks as the command plans them, defaults included", () => {
    deepStrictEqual(stacks(INVENTORY), ["pods.cluster", "pods.workloads", "owner.secrets"]);
  });

  it("names none of an inventory with mistakes", () => {
    deepStrictEqual(stacks(INVENTORY.replace("[orders]", "[absent]")), []);
  });

  it("tells the accounts and the organization, those of included files too", () => {
    const other = "accounts: { third: { id: 333333333333 } }\n";
    writeFileSync(join(directory, "more.yaml"), other);
    const { accounts, organization } = served(
      `${INVENTORY}organization: { id: o-0123456789 }\ninclude: [more.yaml]\n`,
    );
    deepStrictEqual(accounts, [
      { name: "pods", id: "111111111111", region: "us-east-1" },
      { name: "owner", id: "222222222222", region: "us-east-1" },
      { name: "third", id: "333333333333", region: undefined },
    ]);
    deepStrictEqual(organization, {
      ...{ id: "o-0123456789", managementAccount: undefined },
      accounts: ["111111111111", "222222222222", "333333333333"],
    });
  });
});
