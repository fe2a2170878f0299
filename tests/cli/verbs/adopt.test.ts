import { deepStrictEqual, match, rejects, throws } from "node:assert";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { requireKnown } from "../../../cli/terminal/printed-text";
import { filesOf, writeFiles } from "../../../cli/verbs/adopt/files";
import { accountsGiven, placesGiven } from "../../../cli/verbs/adopt/places";
import { refused } from "../../outcomes";
import { run, withFiles } from "../support";

const PLATFORM = "platform=111111111111";

describe("adopt", () => {
  it("takes accounts by names of one's own, with region, profile and role", () => {
    const role = "arn:aws:iam::222222222222:role/audit";
    deepStrictEqual(
      accountsGiven([PLATFORM, `data=222222222222,region=eu-central-1,role=${role}`], "eu-west-1"),
      [
        { name: "platform", id: "111111111111", region: "eu-west-1" },
        { name: "data", id: "222222222222", region: "eu-central-1", deployRole: role },
      ],
    );
  });

  it("takes clusters of the first account, of another, and in another region", () => {
    const accounts = accountsGiven([PLATFORM, "data=222222222222"], "eu-west-1");
    deepStrictEqual(
      placesGiven(accounts, ["shop", "data/lab", "shop@us-east-1"]).clusters.map(
        ({ account, name, region }) => [account.name, name, region],
      ),
      [
        ["platform", "shop", "eu-west-1"],
        ["data", "lab", "eu-west-1"],
        ["platform", "shop", "us-east-1"],
      ],
    );
  });

  for (const [given, says] of [
    ["platform", /--account must be NAME=ID, .* got "platform"/],
    ["platform=1", /12 digits/],
    [
      `${PLATFORM},profil=x`,
      /with region=, profile= or role= after commas, got "platform=1+,profil=x"/,
    ],
    [`${PLATFORM},region=here`, /the region of platform must be an AWS region/],
    [`${PLATFORM},role=audit`, /the role of platform must be/],
  ] as const) {
    it(`rejects the account ${given}`, () => {
      throws(() => accountsGiven([given], "eu-west-1"), says);
    });
  }

  it("rejects an account that is named twice, and a cluster of none", () => {
    throws(
      () => accountsGiven([PLATFORM, "other=111111111111"], "eu-west-1"),
      /111111111111 twice/,
    );
    const accounts = accountsGiven([PLATFORM], "eu-west-1");
    throws(
      () => placesGiven(accounts, ["data/lab"]),
      /must name an account of --account, got "data"/,
    );
    throws(() => accountsGiven([PLATFORM], undefined), /--region must be given/);
    throws(
      () => placesGiven(accounts, ["shop", "platform/shop"]),
      /platform\/shop@eu-west-1 twice/,
    );
    throws(() => placesGiven(accounts, ["shop@west"]), /region of --cluster shop@west must be/);
  });

  it("rejects to run without what it reads", async () => {
    for (const [line, says] of [
      ["adopt", /--live must be given/],
      ["adopt --live", /--account must name/],
      [`adopt --live --account ${PLATFORM}`, /--cluster must name/],
    ] as const) {
      match(await refused(run(line)), says);
    }
  });

  it("rejects to let go, or to take over, what was not found", () => {
    requireKnown("--let-go", ["terraform"], ["terraform"]);
    throws(
      () => requireKnown("--let-go must name it", ["terraform", "ack"], ["terraform", "eksctl"]),
      /^UserError: --let-go must name it, got "ack"; known: eksctl, terraform$/,
    );
  });

  it("deletes, with --force, what an earlier run would have up import", () =>
    withFiles({}, async (directory) => {
      const inventory = join(directory, "landing-zone.yaml");
      const file = { resources: [] };
      const write = (...stacks: string[]) => {
        const imports = Object.fromEntries(stacks.map((stack) => [stack, file]));
        const files = filesOf({ documents: {}, imports, inventory: "id: x" }, inventory);
        return writeFiles(files, join(directory, "adopted"), true);
      };
      await write("a.secrets", "a.workloads");
      await write("a.workloads");
      deepStrictEqual(readdirSync(join(directory, "adopted")), ["a.workloads.imports.json"]);
    }));

  it("writes all of its files or none where the disk is full, and the same command goes on", () =>
    withFiles({}, async (directory) => {
      const inventory = join(directory, "new", "landing-zone.yaml");
      const adopted = join(directory, "new", "adopted");
      const imports = { "a.secrets": { resources: [] }, "a.workloads": { resources: [] } };
      const write = (id: string, force: boolean) =>
        writeFiles(filesOf({ documents: {}, imports, inventory: id }, inventory), adopted, force);
      mkdirSync(adopted, { recursive: true });
      const full = join(adopted, `a.workloads.imports.json.${process.pid}.new`);
      symlinkSync("/dev/full", full);
      await rejects(write("one", false), /cannot write \S+a\.workloads\S+: the disk is full/);
      deepStrictEqual([existsSync(inventory), readdirSync(adopted)], [false, []]);
      await write("one", false);
      await rejects(write("two", false), /exist, and nothing was written/);
      symlinkSync("/dev/full", full);
      await rejects(write("two", true), /the disk is full/);
      deepStrictEqual(readFileSync(inventory, "utf8"), "one");
      deepStrictEqual(
        readdirSync(adopted).sort(),
        Object.keys(imports).map((one) => `${one}.imports.json`),
      );
    }));

  it("rejects to overwrite an inventory, before it asks anybody", () =>
    withFiles({}, async (directory) => {
      const inventory = join(directory, "landing-zone.yaml");
      writeFileSync(inventory, "mine");
      const line = `adopt --live --account ${PLATFORM} --cluster shop --region eu-west-1 --inventory ${inventory}`;
      match(await refused(run(line)), /landing-zone\.yaml exists, and nothing was written/);
    }));
});
