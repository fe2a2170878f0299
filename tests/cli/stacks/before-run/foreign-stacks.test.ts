import { deepStrictEqual, match, strictEqual } from "node:assert";
import { join } from "node:path";

import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { statusShape } from "../../../../cli/verbs/status/shape";
import { INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { fakePulumi, keptFiles, keptIn } from "../../fake-pulumi/kept-stacks";
import { run, withFiles } from "../../support";

const PROGRAM = join(__dirname, "../../../../stacks/index.ts");

const inventory = (id = "") => `${id}
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
secrets: { own: { account: a }, other: { account: b } }
`;

/** A stack that holds five resources, of which one records an inventory. */
const deployedBy = (inventory: string) => ({
  resources: 5,
  holds: [{ urn: "urn::it", type: INVENTORY_TYPE, outputs: { inventory, account: { id: "1" } } }],
});

const HELD = {
  "a.secrets": deployedBy("lz-other"),
  "b.secrets": deployedBy("lz-own"),
  "c.secrets": deployedBy("lz-other"),
  "d.secrets": deployedBy("lz-own"),
  "e.secrets": { resources: 5 },
};

/** Runs a verb where the backend holds these stacks; answers also how many resources a.secrets has then. */
function asked(args: string[], id: string) {
  const files = {
    "zone.yaml": inventory(id),
    "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
    ...keptFiles(HELD),
  };
  return withFiles(files, async (directory) => {
    const env = fakePulumi(directory);
    const ended = await run([...args, "--inventory", join(directory, "zone.yaml")], { env });
    return { ...ended, resources: keptIn(directory, "a.secrets").resources };
  });
}

describe("a stack of another inventory", function () {
  this.timeout(60_000); // each case starts processes

  for (const verb of ["up", "destroy", "refresh"]) {
    it(`stops ${verb} before it does anything, by inventories with and without an id`, async () => {
      for (const id of ["id: lz-own", ""]) {
        const { code, resources, stderr } = await asked([verb, "--yes"], id);
        match(stderr, /^error: stack a\.secrets belongs to the inventory with the id lz-other, /m);
        match(stderr, id ? /this inventory has the id lz-own/ : /this inventory has no id/);
        deepStrictEqual([code, resources], [2, 5]);
      }
    });
  }

  it("does not stop a run that leaves it out", async () => {
    const only = ["destroy", "--yes", "--json", "--only", "b.secrets"];
    const { stderr, stdout } = await asked(only, "id: lz-own");
    strictEqual(stderr.includes("belongs to"), false, stderr);
    strictEqual(stacksShape.parse(JSON.parse(stdout)).stacks[0]?.stack, "b.secrets");
  });

  it("goes to the inventory that takes it over by name", async () => {
    const args = ["destroy", "--yes", "--json", "--take-over", "a.secrets", "--only", "a.secrets"];
    const { stderr, stdout } = await asked(args, "id: lz-own");
    strictEqual(stderr.includes("belongs to"), false, stderr);
    strictEqual(stacksShape.parse(JSON.parse(stdout)).stacks.length, 1);
  });

  it("is not shown as one that is left over", async () => {
    const shown = async (id: string) => {
      const { stdout } = await asked(["status", "--json"], id);
      return statusShape.parse(JSON.parse(stdout)).leftStacks.map(({ stack }) => stack);
    };
    deepStrictEqual(await shown("id: lz-own"), ["d.secrets", "e.secrets"]);
    deepStrictEqual(await shown(""), ["e.secrets"]);
  });
});
