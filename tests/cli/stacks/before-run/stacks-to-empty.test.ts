import { deepStrictEqual, match, strictEqual } from "node:assert";

import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { A, B, startSandbox, type TestSandbox } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { heldPolicies } from "../../removals/held-access";
import { keptSecret, runInProject } from "../fake-project";

const NOW = `id: lz-own
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
secrets: { own: { account: a } }
`;
const SECRET = `arn:aws:secretsmanager:us-east-1:${A}:secret:foreign-AbCdEf`;

describe("stacks that the inventory has no more", function () {
  this.timeout(60_000); // each case starts processes
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());

  /** What `up` does where an inventory of this id deployed another account's stack of this layer. */
  const up = (id: string, layer: string, ...args: string[]) => upBeside("c", id, layer, ...args);

  async function upBeside(name: string, id: string, layer: string, ...args: string[]) {
    const account = { name, id: A, region: "us-east-1", partition: "aws" };
    const outputs = { inventory: id, account, layer };
    const record = { urn: "urn::record", type: INVENTORY_TYPE, outputs };
    const policies = heldPolicies(landingZone(inventoryText())).filter(({ urn }) =>
      urn.includes("PodSecret$"),
    );
    const role = { urn: "urn::role", type: "aws:iam/role:Role" };
    const read = { urn: "urn::c.cluster", type: "pulumi:pulumi:StackReference", external: true };
    const own = { urn: "urn::default", type: "pulumi:providers:pulumi" };
    const holds =
      layer === "secrets"
        ? [record, keptSecret("foreign", SECRET), ...policies]
        : [record, role, read, own];
    const stack = `${name}.${layer}`;
    const stacks = { "a.secrets": { resources: 3 }, [stack]: { resources: 4, holds } };
    const line = ["up", "--yes", "--json", ...args];
    const ended = await runInProject(sandbox, A, line, { inventory: NOW, stacks });
    const answer = () => stacksShape.parse(JSON.parse(ended.stdout));
    return { ...ended, answer, after: ended.stacks[stack] };
  }

  it("are emptied where they had readers and their name is confirmed, and not before", async () => {
    const refused = await up("lz-own", "workloads");
    strictEqual(refused.code, 2);
    match(
      refused.stderr,
      /stack c\.workloads of account \d+ \(c\) has no reader in the inventory any more: its 2 resources in us-east-1 would be deleted, by credentials at hand\n {2}to keep them, call account 1{12} c again, not a: its stacks have that name\n {2}to delete them: add --yes-remove c\.workloads/,
    );
    strictEqual(refused.after?.resources, 4);

    const { after, answer, code, stderr } = await up(
      "lz-own",
      "workloads",
      "--yes-remove",
      "c.workloads",
    );
    strictEqual(code, 0, stderr);
    strictEqual(after?.resources, 0);
    const { leftStacks, stacks } = answer();
    deepStrictEqual(leftStacks, []);
    deepStrictEqual(
      stacks.map(({ emptied, result, stack }) => [stack, result, emptied]),
      [
        ["c.workloads", "done", true],
        ["a.secrets", "done", undefined],
      ],
    );
  });

  it("say nothing of another name where the account has kept its own", async () => {
    const { stderr } = await upBeside("a", "lz-own", "workloads");
    match(
      stderr,
      /stack a\.workloads of account \d+ \(a\) has no reader in the inventory any more: .*; where that is meant, add --yes-remove a\.workloads/,
    );
  });

  it("stay where the run is about a part of the inventory, or where another one deployed them", async () => {
    for (const [id, ...args] of [
      ["lz-own", "--account", "a"],
      ["lz-own", "--only", "a.*"],
      ["lz-other"],
    ] as const) {
      const { after, code, stderr } = await up(id, "workloads", ...args);
      strictEqual(code, 0, stderr);
      strictEqual(after?.resources, 4);
    }
  });

  // Nobody can take the access out of the policy of a secret that is not there.
  for (const [layer, ends] of [
    ["secrets", 1],
    ["cluster", 0],
  ] as const) {
    it(`stay where they are of the layer ${layer}, whatever is confirmed`, async () => {
      const { after, code, stderr } = await up("lz-own", layer, "--yes-remove", `c.${layer}`);
      strictEqual(code, ends, stderr);
      strictEqual(after?.resources, 4);
    });
  }

  it("are told of with what they hold, and with what they let read that could not be removed", async () => {
    const { leftStacks, removals } = (await up("lz-own", "secrets")).answer();
    deepStrictEqual(
      removals.map(({ result, stack }) => [stack, result]),
      [["c.secrets", "kept"]],
    );
    deepStrictEqual(
      leftStacks.map(({ access, holds, stack }) => [stack, holds, access.length]),
      [["c.secrets", ["1 secret"], 1]],
    );
    match(
      leftStacks[0]?.access[0] ?? "",
      /secret foreign of account \d+ is read by web\/web of cluster \S+ of account \d+/,
    );
  });
});
