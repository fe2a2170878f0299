import { deepStrictEqual } from "node:assert";
import { rolesOfReaders } from "../../../../cli/stacks/before-run/narrowed-stacks";
import { readerKey, readerOf } from "../../../../sdk/grant";
import { stackPlan } from "../../../../stacks/stack-plan";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { heldPolicies } from "../../access-removals/held-access";

const ZONE = landingZone(
  inventoryText({
    accounts: ["a", "b", "c", "d"]
      .map(
        (name, index) =>
          `\n  ${name}: { id: "${String(index + 1).repeat(12)}", region: us-east-1 }`,
      )
      .join(""),
    clusters:
      "\n  shop: { account: a, existing: true }\n  far: { account: c, existing: true }\n  tea: { account: d, existing: true }",
    secrets: "\n  shut: { account: b, key: pods, sealed: true }\n  open: { account: c, key: pods }",
    readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [shut] }
  aim: { cluster: tea, namespace: web, serviceAccount: aim, reads: [shut], mode: targetRole }
  far: { cluster: far, namespace: web, serviceAccount: far, reads: [open] }`,
  }),
);

/** The roles found for a look at the policies of these stacks, by reader, and the stacks whose states it read. */
async function look(...names: string[]) {
  const stacks = stackPlan(ZONE);
  const held = new Map(stacks.map(({ name }) => [name, { resources: 2, inProgress: false }]));
  const read: string[] = [];
  const stateOf = async (name: string) => {
    read.push(name);
    const { account, layer } = stacks.find((one) => one.name === name) ?? {};
    const resources = heldPolicies(ZONE).filter(
      ({ outputs, type, urn }) =>
        type === "aws:iam/role:Role" &&
        String(outputs?.arn).includes(`:${account?.id}:`) &&
        urn.includes(layer === "secrets" ? "PodTargetRole" : "PodReader"),
    );
    return { resources: resources as never[], pending: [] };
  };
  const looked = stacks.filter(({ name }) => names.includes(name));
  const roles = await rolesOfReaders({ held, stateOf, zone: ZONE }, looked);
  const found = ZONE.readers.filter((one) => roles?.has(readerKey(readerOf(one))));
  return { read: read.sort(), found: found.map(({ id }) => id).sort() };
}

describe("the deployed roles that a new seal must let in", () => {
  it("are those of the readers of the sealed secrets that a run looks at, from their stacks alone", async () => {
    deepStrictEqual(await look("a.workloads", "b.secrets"), {
      read: ["a.workloads", "b.secrets", "d.workloads"],
      found: ["aim", "web"],
    });
  });

  it("need no state where no secret that a run looks at is sealed", async () => {
    deepStrictEqual(await look("a.workloads", "c.secrets", "c.workloads"), { read: [], found: [] });
  });
});
